# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Finds LLVM 19 and wabt, and prepares the one copy of LLVM's Support library that libMeld contains.
#
# It exists because libMeld takes in that library whole, so that plugins find ADT, raw_ostream, JSON and the rest in
# it. It must never make libMeld depend on the shared libLLVM (27 ms a start) or on z3 (a 26 MB library for one class
# that nothing here uses).

find_package(LLVM 19.1 REQUIRED CONFIG)
find_package(wabt REQUIRED CONFIG)
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)
# Debian's LLVM finds zstd by itself; ask for it only where it did not.
if(NOT TARGET zstd::libzstd_shared)
  find_package(zstd REQUIRED)
endif()

include(MeldLLVM)
if("address" IN_LIST meldSanitizers)
  # Debian's LLVM was built without it, whatever its headers conclude from our own flags.
  target_compile_options(
    Meld::LLVMHeaders INTERFACE "$<$<COMPILE_LANGUAGE:CXX>:SHELL:-include ${PROJECT_SOURCE_DIR}/utils/cmake/PlainLLVM.h>")
endif()

# LLVM's Support archive minus its one object that needs z3.
set(meldSupportArchive "${PROJECT_BINARY_DIR}/lib/libMeldLLVMSupport.a")
get_target_property(meldLLVMSupportArchive LLVMSupport LOCATION)
get_target_property(meldLLVMDemangleArchive LLVMDemangle LOCATION)
if(NOT EXISTS "${meldSupportArchive}" OR "${meldLLVMSupportArchive}" IS_NEWER_THAN "${meldSupportArchive}")
  file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/lib")
  set(meldUnfinishedArchive "${meldSupportArchive}.unfinished")
  file(COPY_FILE "${meldLLVMSupportArchive}" "${meldUnfinishedArchive}")
  execute_process(COMMAND "${CMAKE_AR}" d "${meldUnfinishedArchive}" Z3Solver.cpp.o COMMAND_ERROR_IS_FATAL ANY)
  file(RENAME "${meldUnfinishedArchive}" "${meldSupportArchive}")
endif()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${meldLLVMSupportArchive}")

# What reads the headers of a plugin; two small objects of it, which find the Support library in libMeld.
get_target_property(meldLLVMObjectArchive LLVMObject LOCATION)

# wabt's header directory is the compiler's own one on Debian; the include-direction check keeps wabt inside lib/Text and lib/Exec.
