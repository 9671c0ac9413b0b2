// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a command that uses what WASI passes by pointers: arguments, environment, standard input, a file that it writes, reads
//       and removes, a listing of its directory, clocks and random bytes.
// Why:  a real host finds all of these in the memory that is exported, by the addresses that it is given.
// Must never: print what differs from run to run.

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static void files(void) {
  FILE *file = fopen("/dir/note.txt", "w");
  if (!file) {
    printf("cannot write: %s\n", strerror(errno));
    return;
  }
  fprintf(file, "written by %s\n", "host.c");
  fclose(file);
  struct stat status;
  if (stat("/dir/note.txt", &status) == 0)
    printf("size %d\n", (int)status.st_size);
  rename("/dir/note.txt", "/dir/moved.txt");
  DIR *directory = opendir("/dir");
  for (struct dirent *entry; directory && (entry = readdir(directory));)
    if (entry->d_name[0] != '.')
      printf("entry %s\n", entry->d_name);
  if (directory)
    closedir(directory);
  char text[64] = "";
  file = fopen("/dir/moved.txt", "r");
  if (file && fgets(text, sizeof text, file))
    printf("read %s", text);
  if (file)
    fclose(file);
  printf("unlink %d\n", unlink("/dir/moved.txt"));
}

int main(int argc, char **argv) {
  for (int i = 0; i < argc; ++i)
    printf("argument %d: %s\n", i, argv[i]);
  const char *greeting = getenv("GREETING");
  printf("greeting %s\n", greeting ? greeting : "(none)");
  char line[80];
  while (fgets(line, sizeof line, stdin))
    printf("line %s", line);
  files();
  struct iovec parts[] = {{"one, ", 5}, {NULL, 0}, {"two\n", 4}};
  fflush(stdout);
  printf("writev %d\n", (int)writev(STDOUT_FILENO, parts, 3));
  struct timespec now;
  unsigned char random[16] = {0};
  int set = 0;
  if (getentropy(random, sizeof random) == 0)
    for (size_t i = 0; i < sizeof random; ++i)
      set |= random[i];
  printf("clock %d, random %d\n", clock_gettime(CLOCK_REALTIME, &now) == 0 && now.tv_sec > 0, set != 0);
  return argc;
}
