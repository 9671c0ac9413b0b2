#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Builds the example: two C programs against wasi-libc, merged into one module with two memories.
#
# Compiling and linking are two steps, and the link has no -O: with one, clang would run an installed wasm-opt over the
# result, and what meld-opt reads would no longer be what the linker wrote.
#
# USAGE: build.sh OUTPUT_DIRECTORY [NPM_BIN_DIRECTORY]
#        (needs clang-19, lld-19, wasi-libc, and wasm-merge of npm's binaryen with Node 22 in NPM_BIN_DIRECTORY)

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
output=${1:?usage: build.sh OUTPUT_DIRECTORY [NPM_BIN_DIRECTORY]}
npm_bin=${2:-$here/../../../utils/npm/node_modules/.bin}
target=(--target=wasm32-wasi --sysroot=/usr)
mkdir -p "$output"

# build_module NAME EXPORT...
build_module() {
  local name=$1
  shift
  clang-19 "${target[@]}" -O2 -c "$here/$name.c" -o "$output/$name.o"
  clang-19 "${target[@]}" -nostartfiles -Wl,--no-entry -Wl,-z,stack-size=8192 "${@/#/-Wl,--export=}" \
    "$output/$name.o" -o "$output/$name.wasm"
}

build_module history history_append history_checksum
build_module report report

"$npm_bin/node" "$npm_bin/wasm-merge" --rename-export-conflicts --enable-multimemory --enable-bulk-memory \
  --enable-sign-ext --enable-mutable-globals "$output/history.wasm" history "$output/report.wasm" report \
  -g -o "$output/fused.unfinished.wasm"
mv "$output/fused.unfinished.wasm" "$output/fused.wasm"
