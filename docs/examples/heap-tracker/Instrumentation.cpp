//===- Instrumentation.cpp - the functions that count --------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Instrumentation.h.
// Why:  see Instrumentation.h. An allocator's functions may call one another; only the
//       outermost call counts, which `Inside` tells.
// Never: see Instrumentation.h.
//
//===----------------------------------------------------------------------===//

#include "Instrumentation.h"
#include "llvm/Support/MathExtras.h"

using namespace meld;

namespace heap_tracker {

Instrumentation::Instrumentation(Module &module, MemoryId memory, const Image &image, uint32_t granule)
    : module(module), memory(memory), shadow(image.shadowOffset), shadowPages(image.pages()),
      granuleLog2(llvm::Log2_32(granule)), forget(addForget()), record(addRecord()) {}

FunctionId Instrumentation::add(llvm::StringRef name, unsigned params, unsigned results, unsigned locals,
                                llvm::function_ref<void(Code &)> body) {
  std::vector<uint8_t> bytes;
  encode::unsignedLeb(bytes, locals == 0 ? 0 : 1);
  if (locals != 0) {
    encode::unsignedLeb(bytes, locals);
    encode::valueType(bytes, ValueType::I32);
  }
  const auto codeOffset = static_cast<uint32_t>(bytes.size());
  Code code(bytes);
  body(code);
  code.end();
  Function function;
  function.type = module.findOrAddType(std::vector<ValueType>(params, ValueType::I32),
                                       std::vector<ValueType>(results, ValueType::I32));
  function.name = module.save(name);
  function.body = FunctionBody(std::move(bytes), codeOffset);
  return module.add(std::move(function));
}

void Instrumentation::addTo(Code &code, llvm::function_ref<void()> base, uint32_t offset,
                            llvm::function_ref<void()> amount) const {
  base();
  base();
  load(code, offset);
  amount();
  code.op(Opcode::I32Add);
  store(code, offset);
}

void Instrumentation::count(Code &code, Header counter) const {
  addTo(
      code, [&] { code.i32Const(0); }, counter, [&] { code.i32Const(1); });
}

void Instrumentation::raisePeak(Code &code, llvm::function_ref<void()> base, uint32_t current, uint32_t peak) const {
  base();
  load(code, current);
  base();
  load(code, peak);
  code.op(Opcode::I32GtU).open(Opcode::If);
  base();
  base();
  load(code, current);
  store(code, peak);
  code.end();
}

void Instrumentation::entryOf(Code &code, uint32_t block) const {
  code.localGet(block).i32Const(granuleLog2).op(Opcode::I32ShrU).i32Const(3).op(Opcode::I32Shl);
}

void Instrumentation::pagesFor(Code &code, uint32_t block) const {
  // A page of the shadow holds 2^13 entries of 8 bytes.
  code.localGet(block).i32Const(granuleLog2 + 13).op(Opcode::I32ShrU).i32Const(shadowPages + 1).op(Opcode::I32Add);
}

FunctionId Instrumentation::addForget() {
  const uint32_t block = 0, entry = 1, site = 2, size = 3;
  return add("heap-tracker.forget", 1, 0, 3, [&](Code &code) {
    code.localGet(block).op(Opcode::I32Eqz).open(Opcode::If).op(Opcode::Return).end();
    // Never recorded, if the shadow does not reach that far.
    pagesFor(code, block);
    code.memorySize(memory).op(Opcode::I32GtU).open(Opcode::If);
    count(code, Unknown);
    code.op(Opcode::Return).end();
    entryOf(code, block);
    code.localTee(entry);
    load(code, shadow + EntrySite);
    code.localTee(site).op(Opcode::I32Eqz).open(Opcode::If);
    count(code, Unknown);
    code.op(Opcode::Return).end();
    code.localGet(entry);
    load(code, shadow + EntrySize);
    code.localSet(size);
    auto less = [&] { code.i32Const(0).localGet(size).op(Opcode::I32Sub); };
    addTo(
        code, [&] { code.localGet(site); }, SiteCurrent, less);
    addTo(
        code, [&] { code.localGet(site); }, SiteLive, [&] { code.i32Const(0xFFFFFFFF); });
    addTo(
        code, [&] { code.i32Const(0); }, Current, less);
    code.localGet(entry).i32Const(0);
    store(code, shadow + EntrySite);
  });
}

FunctionId Instrumentation::addRecord() {
  const uint32_t block = 0, size = 1, site = 2, entry = 3, missing = 4;
  return add("heap-tracker.record", 3, 0, 2, [&](Code &code) {
    code.localGet(block).op(Opcode::I32Eqz).open(Opcode::If).op(Opcode::Return).end();
    pagesFor(code, block);
    code.memorySize(memory).op(Opcode::I32Sub).localTee(missing).i32Const(0).op(Opcode::I32GtS).open(Opcode::If);
    code.localGet(missing).memoryGrow(memory).i32Const(0xFFFFFFFF).op(Opcode::I32Eq).open(Opcode::If);
    count(code, Lost);
    code.op(Opcode::Return).end().end();
    entryOf(code, block);
    code.localTee(entry);
    load(code, shadow + EntrySite);
    // Two live blocks in one granule, or a block that was given back unseen.
    code.open(Opcode::If);
    count(code, Lost);
    code.localGet(block).call(forget).end();
    code.localGet(entry).localGet(site);
    store(code, shadow + EntrySite);
    code.localGet(entry).localGet(size);
    store(code, shadow + EntrySize);
    auto ofSite = [&] { code.localGet(site); };
    auto ofAll = [&] { code.i32Const(0); };
    auto bySize = [&] { code.localGet(size); };
    auto byOne = [&] { code.i32Const(1); };
    addTo(code, ofSite, SiteCurrent, bySize);
    addTo(code, ofSite, SiteLive, byOne);
    addTo(code, ofSite, SiteBlocks, byOne);
    addTo(code, ofAll, Current, bySize);
    raisePeak(code, ofSite, SiteCurrent, SitePeak);
    raisePeak(code, ofAll, Current, Peak);
  });
}

FunctionId Instrumentation::addTracked(Kind kind, FunctionId original) {
  const FunctionType type = module.typeOf(original);
  const auto params = static_cast<uint32_t>(type.params.size()), results = static_cast<uint32_t>(type.results.size());
  const uint32_t site = params, result = params + 1;
  auto passOn = [&](Code &code) {
    for (uint32_t i = 0; i < params; ++i)
      code.localGet(i);
    code.call(original);
  };
  std::string name = "heap-tracker." + module.functions()[original].name.str();
  return add(name, params + 1, results, results, [&](Code &code) {
    // Called by the allocator itself.
    code.i32Const(0);
    load(code, Inside);
    code.open(Opcode::If);
    passOn(code);
    code.op(Opcode::Return).end();
    if (kind == Kind::Free)
      code.localGet(0).call(forget);
    code.i32Const(0).i32Const(1);
    store(code, Inside);
    passOn(code);
    if (results != 0)
      code.localSet(result);
    code.i32Const(0).i32Const(0);
    store(code, Inside);
    switch (kind) {
    case Kind::Malloc:
      code.localGet(result).localGet(0).localGet(site).call(record);
      break;
    case Kind::Calloc:
      // A product that overflows was refused.
      code.localGet(result).localGet(0).localGet(1).op(Opcode::I32Mul).localGet(site).call(record);
      break;
    case Kind::Realloc:
      // Without a result the block is still what it was, unless nothing was asked for.
      code.localGet(result).localGet(1).op(Opcode::I32Eqz).op(Opcode::I32Or).open(Opcode::If);
      code.localGet(0).call(forget).end();
      code.localGet(result).localGet(1).localGet(site).call(record);
      break;
    case Kind::AlignedAlloc:
      code.localGet(result).localGet(1).localGet(site).call(record);
      break;
    case Kind::Free:
      break;
    }
    if (results != 0)
      code.localGet(result);
  });
}

FunctionId Instrumentation::addAdapter(FunctionId original, FunctionId tracked) {
  const FunctionType type = module.typeOf(original);
  std::string name = "heap-tracker.elsewhere." + module.functions()[original].name.str();
  return add(name, static_cast<unsigned>(type.params.size()), static_cast<unsigned>(type.results.size()), 0,
             [&](Code &code) {
               for (uint32_t i = 0; i < type.params.size(); ++i)
                 code.localGet(i);
               code.i32Const(Image::siteOffset(0)).call(tracked);
             });
}

} // namespace heap_tracker
