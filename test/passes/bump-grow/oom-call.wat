;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: oom=call:FN calls FN with the input's memory index and the pages asked for when, and only when, the reserve is
;;       exhausted, with nothing counted yet, and then traps, in each order of passes; requests past the limit are -1 as
;;       ever. FN is kept by dce and may be imported. The layout says whom it is, in a second run as well.
;; Why:  on a device that function is how exhaustion is reported.
;; Never: calls FN where the original would have had no room either, or goes on after it.

;; RUN: rm -rf %t && split-file %s %t && %meld-opt %t/in.wat -o %t/before.wasm
;; DEFINE: %{passes} =
;; DEFINE: %{run} = %meld-opt '-passes=%{passes}' %t/before.wasm -o %t/out.wasm 2> %t/log && %node %t/run.mjs %t/out.wasm | FileCheck %s && \
;; DEFINE:   %utils/prove --z3=%z3 %t/out.wasm | FileCheck %s --check-prefix=PROVED
;; CHECK:      grow 0 65537: -1
;; CHECK-NEXT: grow 1 4: -1
;; CHECK-NEXT: grow 0 2: 1
;; CHECK-NEXT: told of memory 0, 1 pages, size 3
;; CHECK-NEXT: grow 0 1: trap: unreachable
;; CHECK-NEXT: told of memory 1, 3 pages, size 1
;; CHECK-NEXT: grow 1 3: trap: unreachable
;; CHECK-NEXT: grow 1 2: 1
;; CHECK-NEXT: told of memory 0, 65000 pages, size 3
;; CHECK-NEXT: grow 0 65000: trap: unreachable
;; CHECK-NEXT: grow 0 0: 3
;; PROVED: proved: grow helper of window {{.*}}; oom=call
;; PROVED: proved: grow helper of window {{.*}}; oom=call
;; PROVED: {{ 0 unproved}}

;; REDEFINE: %{passes} = rebase<reserve=2>,bump-grow<oom=call:report>
;; RUN: %{run}
;; REDEFINE: %{passes} = bump-grow<reserve=2;oom=call:report>,rebase
;; RUN: %{run}
;; REDEFINE: %{passes} = bump-grow<reserve=2;oom=call:report>
;; RUN: %{run}
;; The host's function itself. Nothing else calls it; FN counts as reachable before.
;; REDEFINE: %{passes} = dce,rebase<reserve=2;bounds=none>,dce,bump-grow<oom=call:host_report>,dce
;; RUN: %{run}
;; RUN: grep -q '"oom":"call","oomFunction":0,' %t/out.wasm

;; In two runs, and once more through dce, which moves indices.
;; RUN: %meld-opt '-passes=bump-grow<reserve=2;oom=call:report>' %t/before.wasm -o %t/half.wasm 2> %t/log
;; RUN: grep -q '"oom":"call","oomFunction":4,' %t/half.wasm
;; RUN: %meld-opt -passes=rebase,dce %t/half.wasm -o %t/out.wasm 2> %t/log && %node %t/run.mjs %t/out.wasm | FileCheck %s
;; RUN: grep -q '"oom":"call","oomFunction":3,' %t/out.wasm
;; RUN: %utils/prove --z3=%z3 %t/out.wasm | FileCheck %s --check-prefix=PROVED

;; Growth of a function that only FN calls is live.
;; RUN: %meld-opt '-passes=probe,bump-grow<oom=call:saves>' %t/saves.wat -o %t/saves.wasm 2>&1 | FileCheck %s --check-prefix=LIVE

;; DEFINE: %{oom} =
;; DEFINE: %{prefix} =
;; DEFINE: %{refuse} = not %meld-opt '-passes=rebase,bump-grow<oom=%{oom}>' %t/before.wasm -o %t/no.wasm 2> %t/log && not ls %t/no.wasm && FileCheck %s --check-prefix=%{prefix} < %t/log
;; REDEFINE: %{oom} = call:nobody
;; REDEFINE: %{prefix} = NOBODY
;; RUN: %{refuse}
;; NOBODY: error: bump-grow: oom=call: there is no function nobody
;; NOBODY: remedy: give trap or fail, or call:FN with the name of a function (param i32 i32)
;; REDEFINE: %{oom} = call:size
;; REDEFINE: %{prefix} = TYPE
;; RUN: %{refuse}
;; TYPE: function $size (#3): error: bump-grow: oom=call: this function does not have the type (param i32 i32)
;; What is neither is refused before the input is read.
;; RUN: sh -c "%meld-opt '-passes=bump-grow<oom=ignore>' %t/none.wat 2> %t/log; test $? -eq 2" && FileCheck %s --check-prefix=WORD < %t/log
;; RUN: sh -c "%meld-opt '-passes=rebase<trap=call:>' %t/none.wat 2>> %t/log; test $? -eq 2" && FileCheck %s --check-prefix=EMPTY < %t/log
;; WORD: -passes: error: option 'oom' of bump-grow: 'ignore' is not trap or fail or call:FN
;; EMPTY: -passes: error: option 'trap' of rebase: 'call:' is not access or unreachable or call:FN

;; An exception of FN could be swallowed.
;; RUN: not %meld-opt '-passes=bump-grow<oom=call:report>' %t/catches.wat -o %t/no.wasm 2>&1 | FileCheck %s --check-prefix=CATCH
;; RUN: not %meld-opt '-passes=bump-grow<oom=call:report>' -deny=oom-nothrow %t/catches.wat -o %t/no.wasm 2>&1 | FileCheck %s --check-prefix=CATCH
;; CATCH: catches.wat:2:{{[0-9]+}}: error: bump-grow: oom=call: the module catches exceptions, so it could swallow one of this function and go on (premise oom-nothrow is not granted)
;; CATCH: remedy: use oom=trap or fail; or, if the function that trap=call:FN or oom=call:FN names throws no exception, grant that with -assume=oom-nothrow
;; RUN: %meld-opt '-passes=bump-grow<oom=call:report>' -assume=oom-nothrow %t/catches.wat -o %t/catches.wasm 2>&1 | FileCheck %s --check-prefix=GRANTED
;; GRANTED: remark: bump-grow: premise oom-nothrow, granted by -assume=oom-nothrow: oom=call:
;; So could what cannot be decoded.
;; RUN: %bytes %t/undecodable.bytes %t/undecodable.wasm
;; RUN: not %unverified-meld-opt '-passes=bump-grow<oom=call:report>' %t/undecodable.wasm -o %t/no.wasm 2>&1 | FileCheck %s --check-prefix=COULD
;; COULD: error: bump-grow: oom=call: the module catches exceptions, so it could swallow one of this function and go on (premise oom-nothrow is not granted)

;--- undecodable.bytes
;; Nothing reaches the last function, whose body cannot be decoded.
module 01 ( 02 60 02 7f 7f 00 60 00 00 ) 03 ( 03 00 01 01 ) 05 ( 01 00 01 ) 07 ( 02 "report" 00 00 "grow" 00 01 )
0a ( 03 ( 00 0b ) ( 00 41 01 40 00 1a 0b ) ( 00 27 0b ) )
;--- in.wat
(module
  (import "host" "report" (func $host_report (param i32 i32)))
  (memory $a 1) (memory $b 1 4)
  (func $unused)
  (func $grow (export "grow") (param i32 i32) (result i32)
    (if (result i32) (local.get 0)
      (then (memory.grow $b (local.get 1))) (else (memory.grow $a (local.get 1)))))
  (func $size (export "size") (param i32) (result i32)
    (if (result i32) (local.get 0) (then (memory.size $b)) (else (memory.size $a))))
  (func $report (param i32 i32) (call $host_report (local.get 0) (local.get 1))))
;--- saves.wat
;; LIVE: memory 1 $log: live
;; LIVE: live memory.grow in $saves, {{.*}}: an option that names saves -> $saves
(module
  (memory $a 1) (memory $log 1)
  (func (export "grow") (result i32) (memory.grow $a (i32.const 1)))
  (func $saves (param i32 i32) (drop (memory.grow $log (local.get 1)))))
;--- catches.wat
(module
  (import "host" "report" (func $report (param i32 i32)))
  (memory 1)
  (func (export "grow") (try (do (drop (memory.grow (i32.const 1)))) (catch_all))))
;--- run.mjs
import { readFileSync } from 'node:fs';
const module = new WebAssembly.Module(readFileSync(process.argv[2]));
const report = (memory, pages) => console.log(`told of memory ${memory}, ${pages} pages, size ${size(memory)}`);
const { grow, size } = new WebAssembly.Instance(module, { host: { report } }).exports;
for (const [memory, pages] of [[0, 65537], [1, 4], [0, 2], [0, 1], [1, 3], [1, 2], [0, 65000], [0, 0]]) {
  let end;
  try {
    end = grow(memory, pages);
  } catch (error) {
    end = error instanceof WebAssembly.RuntimeError ? `trap: ${error.message}` : error;
  }
  console.log(`grow ${memory} ${pages}: ${end}`);
}
