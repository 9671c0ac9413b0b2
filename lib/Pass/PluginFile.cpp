//===- PluginFile.cpp - a shared object, looked at without loading it -------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: reads the ELF headers, the libraries a file needs, and the symbols it defines.
// Why:  see PluginFile.h. LLVM's reader of ELF checks every bound.
// Never: see PluginFile.h.
//
//===----------------------------------------------------------------------===//

#include "PluginFile.h"
#include "llvm/Demangle/Demangle.h"
#include "llvm/Object/ELF.h"
#include "llvm/Support/MemoryBuffer.h"
#include <dlfcn.h>

namespace meld {

namespace {

using ELFT = llvm::object::ELFType<llvm::endianness::native, sizeof(void *) == 8>;
using ElfFile = llvm::object::ELFFile<ELFT>;

constexpr const char *BuildIt = "build the plugin with meld_add_pass_plugin, which makes one; see docs/plugins.md";

Failure notShared(llvm::StringRef path, const llvm::Twine &fact) {
  return error(Location::file(path), "this is no shared object: " + fact).remedy(BuildIt);
}

Failure notShared(llvm::StringRef path, llvm::Error reason) {
  return notShared(path, llvm::toString(std::move(reason)));
}

/// What else it is, if the first bytes tell.
Failure notElf(llvm::StringRef path, llvm::StringRef bytes) {
  if (bytes.starts_with("!<arch>\n"))
    return notShared(path, "it is a static library");
  if (bytes.starts_with(llvm::StringRef("\0asm", 4)))
    return notShared(path, "it is a WebAssembly module");
  return notShared(path, "it is not in the ELF format");
}

/// The headers of a shared object that this process could load.
Result<ElfFile> openShared(llvm::StringRef path, llvm::StringRef bytes) {
  if (!bytes.starts_with(llvm::StringRef(llvm::ELF::ElfMagic, 4)))
    return notElf(path, bytes);
  llvm::Expected<ElfFile> file = ElfFile::create(bytes);
  if (!file)
    return notShared(path, file.takeError());
  const auto &header = file->getHeader();
  const bool isLittle = llvm::endianness::native == llvm::endianness::little;
  // The process' own machine is the one of this very library.
#if defined(__x86_64__)
  constexpr unsigned machine = llvm::ELF::EM_X86_64;
#elif defined(__aarch64__)
  constexpr unsigned machine = llvm::ELF::EM_AARCH64;
#elif defined(__riscv)
  constexpr unsigned machine = llvm::ELF::EM_RISCV;
#else
  const unsigned machine = header.e_machine; // the loader will tell
#endif
  if (header.getFileClass() != (ELFT::Is64Bits ? llvm::ELF::ELFCLASS64 : llvm::ELF::ELFCLASS32) ||
      header.getDataEncoding() != (isLittle ? llvm::ELF::ELFDATA2LSB : llvm::ELF::ELFDATA2MSB) ||
      header.e_machine != machine)
    return notShared(path, "it is for another machine");
  if (header.e_type == llvm::ELF::ET_REL)
    return notShared(path, "it is an object file");
  if (header.e_type != llvm::ELF::ET_DYN)
    return notShared(path, "it is an executable");
  return std::move(*file);
}

/// What a plugin must not define again: what this process has already, of LLVM and of
/// this library. Inline functions are weak and may be everywhere.
bool isOfHost(llvm::StringRef symbol) {
  for (llvm::StringRef prefix : {"_ZN4llvm", "_ZNK4llvm", "_ZN4meld", "_ZNK4meld"})
    if (symbol.starts_with(prefix))
      return dlsym(RTLD_DEFAULT, symbol.str().c_str()) != nullptr;
  return false;
}

class PluginFile {
public:
  PluginFile(llvm::StringRef path, ElfFile file) : path(path), file(std::move(file)) {}
  Result<void> check() const;

private:
  Result<void> checkNeeded() const;
  Result<void> checkSymbols() const;

  llvm::StringRef path;
  ElfFile file;
};

Failure bringsAlong(llvm::StringRef path, const llvm::Twine &what, const llvm::Twine &evidence) {
  return error(Location::file(path), "this plugin brings " + what + " of its own (" + evidence +
                                         "), and two copies in one process corrupt each other")
      .remedy("link nothing but Meld::Meld, which contains LLVM's Support library; meld_add_pass_plugin sees to that");
}

/// The names in the dynamic section.
Result<void> PluginFile::checkNeeded() const {
  llvm::Expected<ELFT::DynRange> entries = file.dynamicEntries();
  if (!entries)
    return notShared(path, entries.takeError());
  llvm::StringRef strings;
  uint64_t size = 0;
  for (const ELFT::Dyn &entry : *entries) {
    if (entry.getTag() == llvm::ELF::DT_FLAGS_1 && (entry.getVal() & llvm::ELF::DF_1_PIE))
      return notShared(path, "it is an executable");
    if (entry.getTag() == llvm::ELF::DT_STRSZ)
      size = entry.getVal();
    if (entry.getTag() != llvm::ELF::DT_STRTAB)
      continue;
    llvm::Expected<const uint8_t *> mapped = file.toMappedAddr(entry.getPtr());
    if (!mapped)
      return notShared(path, mapped.takeError());
    strings = llvm::StringRef(reinterpret_cast<const char *>(*mapped),
                              file.getBufSize() - static_cast<size_t>(*mapped - file.base()));
  }
  strings = strings.take_front(size);
  for (const ELFT::Dyn &entry : *entries) {
    if (entry.getTag() != llvm::ELF::DT_NEEDED)
      continue;
    llvm::StringRef library = strings.drop_front(std::min<uint64_t>(entry.getVal(), strings.size())).split('\0').first;
    if (library.starts_with("libLLVM"))
      return bringsAlong(path, "LLVM", "it needs " + library);
    if (library.starts_with("libMeld.so") && !dlopen(library.str().c_str(), RTLD_LAZY | RTLD_NOLOAD))
      return error(Location::file(path), "this plugin needs " + library + ", which is not the libMeld of this tool")
          .remedy(RebuildPlugin);
  }
  return {};
}

Result<void> PluginFile::checkSymbols() const {
  auto sections = file.sections();
  if (!sections)
    return notShared(path, sections.takeError());
  bool hasEntry = false, isPluginOfOpt = false;
  for (const ELFT::Shdr &section : *sections) {
    if (section.sh_type != llvm::ELF::SHT_DYNSYM)
      continue;
    auto symbols = file.symbols(&section);
    if (!symbols)
      return notShared(path, symbols.takeError());
    llvm::Expected<llvm::StringRef> names = file.getStringTableForSymtab(section);
    if (!names)
      return notShared(path, names.takeError());
    for (const ELFT::Sym &symbol : *symbols) {
      llvm::Expected<llvm::StringRef> name = symbol.getName(*names);
      if (!name)
        return notShared(path, name.takeError());
      if (symbol.isUndefined())
        continue;
      hasEntry |= *name == PluginEntry;
      isPluginOfOpt |= *name == "llvmGetPassPluginInfo";
      if (symbol.getBinding() == llvm::ELF::STB_GLOBAL && isOfHost(*name))
        return bringsAlong(path, name->contains("4meld") ? "parts of libMeld" : "LLVM",
                           "it defines " + llvm::demangle(*name));
    }
  }
  if (hasEntry)
    return {};
  return error(Location::file(path), isPluginOfOpt
                                         ? "this is a plugin of LLVM's opt: it exports llvmGetPassPluginInfo"
                                         : llvm::Twine("this is no plugin: it does not export ") + PluginEntry)
      .remedy("define meldGetPassPluginInfo as meld/PassPlugin.h shows; see docs/plugins.md");
}

Result<void> PluginFile::check() const {
  if (Result<void> needed = checkNeeded(); !needed)
    return needed;
  return checkSymbols();
}

} // namespace

Result<void> checkPluginFile(llvm::StringRef path) {
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!buffer)
    return error(Location::file(path), "cannot be read: " + buffer.getError().message())
        .remedy("name the shared object of a plugin");
  Result<ElfFile> file = openShared(path, (*buffer)->getBuffer());
  if (!file)
    return file.takeFailure();
  return PluginFile(path, std::move(*file)).check();
}

} // namespace meld
