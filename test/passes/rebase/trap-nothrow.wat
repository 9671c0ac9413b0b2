;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: trap=call:FN in a module that catches exceptions is refused, unless -assume=oom-nothrow says that FN throws none; a
;;       module that only throws, or has no handler at all, needs nothing.
;; Why:  a trap ends the program, an exception of FN would be one more exception.
;; Never: takes a module for free of handlers because it has no tag: catch_all needs none.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{passes} = '-passes=rebase<bounds=trap;trap=call:report>'
;; RUN: not %meld-opt %{passes} %t/catch-all.wat -o %t/out.wasm 2>&1 | FileCheck %s
;; RUN: not %meld-opt %{passes} -deny=oom-nothrow %t/catch-all.wat -o %t/out.wasm 2>&1 | FileCheck %s
;; RUN: not ls %t/out.wasm
;; CHECK: error: rebase: trap=call: the module catches exceptions, so it could swallow one of this function and go on (premise oom-nothrow is not granted)
;; CHECK: remedy: use trap=access or unreachable; or, if the function that trap=call:FN or oom=call:FN names throws no exception, grant that with -assume=oom-nothrow; see docs/premises.md#oom-nothrow

;; RUN: %meld-opt '-passes=rebase<bounds=trap;trap=call:report>,print<memory-layout>' -assume=oom-nothrow %t/catch-all.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=GRANTED
;; GRANTED: remark: rebase: premise oom-nothrow, granted by -assume=oom-nothrow: trap=call: the module catches
;; GRANTED: premises:{{.*}} oom-nothrow (granted)

;; What the premise is about: the same module, with a report that returns and one that throws.
;; RUN: %node %t/run.mjs %t/out.wasm | FileCheck %s --check-prefix=ENDS
;; ENDS: returning report: trap
;; ENDS: throwing report: swallowed

;; RUN: %meld-opt %{passes} -deny=oom-nothrow %t/no-handler.wat -o %t/no-handler.wasm 2>&1 | FileCheck %s --check-prefix=FREE --allow-empty
;; FREE-NOT: oom-nothrow

;; try_table, which the text reader does not know, catches as well.
;; RUN: %bytes %t/try-table.bytes %t/try-table.wasm
;; RUN: not %meld-opt %{passes} %t/try-table.wasm -o %t/out2.wasm 2>&1 | FileCheck %s

;--- catch-all.wat
(module
  (import "host" "report" (func $report (param i32)))
  (memory $a 1) (memory $b 1)
  (func (export "load") (param i32)
    (try (do (drop (i32.load $a (local.get 0)))) (catch_all))))
;--- no-handler.wat
(module
  (import "host" "report" (func $report (param i32)))
  (tag $oops)
  (memory $a 1) (memory $b 1)
  (func (export "throw") (throw $oops))
  (func (export "load") (param i32) (drop (i32.load $a (local.get 0)))))
;--- try-table.bytes
module
01 ( 02 60 01 7f 00 60 00 00 )
02 ( 01 "host" "report" 00 00 )
03 ( 01 01 )
05 ( 02 00 01 00 01 )
07 ( 01 "report" 00 00 )
0a ( 01 ( 00 02 40 1f 40 01 02 00 0b 0b 0b ) )
;--- run.mjs
import { readFileSync } from 'node:fs';
const module = new WebAssembly.Module(readFileSync(process.argv[2]));
const reports = { returning() {}, throwing() { throw new Error('reported'); } };
for (const [name, report] of Object.entries(reports)) {
  const { load } = new WebAssembly.Instance(module, { host: { report } }).exports;
  try {
    load(65536);
    console.log(`${name} report: swallowed`);
  } catch (error) {
    console.log(`${name} report: ${error instanceof WebAssembly.RuntimeError ? 'trap' : error}`);
  }
}
