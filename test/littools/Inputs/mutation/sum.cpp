// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What: a program with a change of every kind. Why: test/littools/mutation-test.test. Never: without them.
#include <cstdio>
#include <cstdlib>

namespace {

constexpr int Limit = 3; // constants stay as they are: no change here

int kindOf(int number) {
  switch (number) {
  case 1:
  case 2:
    return 10;
  default:
    return 20;
  }
}

int atMost(int number, int limit) {
  if (number > limit && limit != 0)
    return limit;
  return number;
}

} // namespace

int main(int count, char **words) {
  int sum = 0;
  int i = 1;
  while (i < count) {
    sum += atMost(std::atoi(words[i]), Limit); // a comment, with "quotes
    i++;
  }
  const bool isLoud = count > 9;
  if (isLoud)
    std::puts("many");
  std::printf("%d %d\n", sum, kindOf(count - 1));
}
