//===- WasiPreview1.cpp - the pointers of WASI preview 1 ---------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the functions of wasi_snapshot_preview1 as a description like any user's. Facts:
//       the interface as wasi-libc declares it (wasi/api.h), and the core signatures that
//       it has by the WASI application ABI: strings and lists as pointer and length, results
//       through pointers after the parameters.
// Why:  most components import some of it, and no user should have to describe it.
// Never: leaves a function out: one that is not here is refused by name. User data of
//        events is not translated: no host looks at it.
//
//===----------------------------------------------------------------------===//

#include "passes/HostDescription.h"
#include "llvm/ADT/STLExtras.h"

namespace meld {

namespace {

constexpr llvm::StringLiteral Preview1 = R"json({
  "types": {
    "iovec": {"bytes": 8, "pointers": [{"at": 0, "pointer": 1, "count": {"at": 4}}]},
    "string pointer": {"bytes": 4, "pointers": [{"at": 0, "pointer": 1}]}
  },
  "imports": {"wasi_snapshot_preview1": {
    "args_get": {
      "params": [{"pointer": "string pointer", "count": {"import": "args_sizes_get", "param": 0}, "access": "out"},
                 {"pointer": 1, "count": {"import": "args_sizes_get", "param": 1}}],
      "results": ["value"], "success": 0},
    "args_sizes_get": {"params": [{"pointer": 4}, {"pointer": 4}], "results": ["value"], "success": 0},
    "environ_get": {
      "params": [{"pointer": "string pointer", "count": {"import": "environ_sizes_get", "param": 0}, "access": "out"},
                 {"pointer": 1, "count": {"import": "environ_sizes_get", "param": 1}}],
      "results": ["value"], "success": 0},
    "environ_sizes_get": {"params": [{"pointer": 4}, {"pointer": 4}], "results": ["value"], "success": 0},
    "clock_res_get": {"params": ["value", {"pointer": 8}], "results": ["value"]},
    "clock_time_get": {"params": ["value", "value", {"pointer": 8}], "results": ["value"]},
    "fd_advise": {"params": ["value", "value", "value", "value"], "results": ["value"]},
    "fd_allocate": {"params": ["value", "value", "value"], "results": ["value"]},
    "fd_close": {"params": ["value"], "results": ["value"]},
    "fd_datasync": {"params": ["value"], "results": ["value"]},
    "fd_fdstat_get": {"params": ["value", {"pointer": 24}], "results": ["value"]},
    "fd_fdstat_set_flags": {"params": ["value", "value"], "results": ["value"]},
    "fd_fdstat_set_rights": {"params": ["value", "value", "value"], "results": ["value"]},
    "fd_filestat_get": {"params": ["value", {"pointer": 64}], "results": ["value"]},
    "fd_filestat_set_size": {"params": ["value", "value"], "results": ["value"]},
    "fd_filestat_set_times": {"params": ["value", "value", "value", "value"], "results": ["value"]},
    "fd_pread": {
      "params": ["value", {"pointer": "iovec", "count": {"param": 2}}, "value", "value", {"pointer": 4}],
      "results": ["value"]},
    "fd_prestat_get": {"params": ["value", {"pointer": 8}], "results": ["value"]},
    "fd_prestat_dir_name": {"params": ["value", {"pointer": 1, "count": {"param": 2}}, "value"], "results": ["value"]},
    "fd_pwrite": {
      "params": ["value", {"pointer": "iovec", "count": {"param": 2}}, "value", "value", {"pointer": 4}],
      "results": ["value"]},
    "fd_read": {
      "params": ["value", {"pointer": "iovec", "count": {"param": 2}}, "value", {"pointer": 4}], "results": ["value"]},
    "fd_readdir": {
      "params": ["value", {"pointer": 1, "count": {"param": 2}}, "value", "value", {"pointer": 4}],
      "results": ["value"]},
    "fd_renumber": {"params": ["value", "value"], "results": ["value"]},
    "fd_seek": {"params": ["value", "value", "value", {"pointer": 8}], "results": ["value"]},
    "fd_sync": {"params": ["value"], "results": ["value"]},
    "fd_tell": {"params": ["value", {"pointer": 8}], "results": ["value"]},
    "fd_write": {
      "params": ["value", {"pointer": "iovec", "count": {"param": 2}}, "value", {"pointer": 4}], "results": ["value"]},
    "path_create_directory": {
      "params": ["value", {"pointer": 1, "count": {"param": 2}}, "value"], "results": ["value"]},
    "path_filestat_get": {
      "params": ["value", "value", {"pointer": 1, "count": {"param": 3}}, "value", {"pointer": 64}],
      "results": ["value"]},
    "path_filestat_set_times": {
      "params": ["value", "value", {"pointer": 1, "count": {"param": 3}}, "value", "value", "value", "value"],
      "results": ["value"]},
    "path_link": {
      "params": ["value", "value", {"pointer": 1, "count": {"param": 3}}, "value",
                 "value", {"pointer": 1, "count": {"param": 6}}, "value"],
      "results": ["value"]},
    "path_open": {
      "params": ["value", "value", {"pointer": 1, "count": {"param": 3}}, "value",
                 "value", "value", "value", "value", {"pointer": 4}],
      "results": ["value"]},
    "path_readlink": {
      "params": ["value", {"pointer": 1, "count": {"param": 2}}, "value",
                 {"pointer": 1, "count": {"param": 4}}, "value", {"pointer": 4}],
      "results": ["value"]},
    "path_remove_directory": {
      "params": ["value", {"pointer": 1, "count": {"param": 2}}, "value"], "results": ["value"]},
    "path_rename": {
      "params": ["value", {"pointer": 1, "count": {"param": 2}}, "value",
                 "value", {"pointer": 1, "count": {"param": 5}}, "value"],
      "results": ["value"]},
    "path_symlink": {
      "params": [{"pointer": 1, "count": {"param": 1}}, "value",
                 "value", {"pointer": 1, "count": {"param": 4}}, "value"],
      "results": ["value"]},
    "path_unlink_file": {
      "params": ["value", {"pointer": 1, "count": {"param": 2}}, "value"], "results": ["value"]},
    "poll_oneoff": {
      "params": [{"pointer": 48, "count": {"param": 2}}, {"pointer": 32, "count": {"param": 2}}, "value",
                 {"pointer": 4}],
      "results": ["value"]},
    "proc_exit": {"params": ["value"]},
    "proc_raise": {"params": ["value"], "results": ["value"]},
    "random_get": {"params": [{"pointer": 1, "count": {"param": 1}}, "value"], "results": ["value"]},
    "sched_yield": {"results": ["value"]},
    "sock_accept": {"params": ["value", "value", {"pointer": 4}], "results": ["value"]},
    "sock_recv": {
      "params": ["value", {"pointer": "iovec", "count": {"param": 2}}, "value", "value", {"pointer": 4}, {"pointer": 2}],
      "results": ["value"]},
    "sock_send": {
      "params": ["value", {"pointer": "iovec", "count": {"param": 2}}, "value", "value", {"pointer": 4}],
      "results": ["value"]},
    "sock_shutdown": {"params": ["value", "value"], "results": ["value"]}
  }}
})json";

constexpr llvm::StringRef Names[] = {"wasi_snapshot_preview1"};

} // namespace

llvm::StringRef builtInHostDescription(llvm::StringRef name) {
  return llvm::is_contained(Names, name) ? llvm::StringRef(Preview1) : llvm::StringRef();
}

llvm::ArrayRef<llvm::StringRef> builtInHostInterfaces() { return Names; }

} // namespace meld
