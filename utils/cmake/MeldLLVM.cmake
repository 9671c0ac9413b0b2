# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What of LLVM others may see: its headers, and two archives that use the copy of LLVM's Support library in libMeld.
# The same file serves this project and, installed, whoever finds it.
#
# It exists because LLVM's own targets would bring the Support library along a second time. It must never define a
# target that does.

if(TARGET Meld::LLVMHeaders)
  return()
endif()

# Headers and definitions, without any library: whoever links libMeld gets LLVM's code from libMeld.
add_library(Meld::LLVMHeaders INTERFACE IMPORTED GLOBAL)
separate_arguments(meldLLVMDefinitions UNIX_COMMAND "${LLVM_DEFINITIONS}")
target_include_directories(Meld::LLVMHeaders SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
target_compile_definitions(Meld::LLVMHeaders INTERFACE ${meldLLVMDefinitions})

# The writer of remarks, for the driver.
add_library(Meld::LLVMRemarks INTERFACE IMPORTED GLOBAL)
get_target_property(meldLLVMRemarksArchive LLVMRemarks LOCATION)
get_target_property(meldLLVMBitstreamReaderArchive LLVMBitstreamReader LOCATION)
target_link_libraries(Meld::LLVMRemarks INTERFACE "${meldLLVMRemarksArchive}" "${meldLLVMBitstreamReaderArchive}")
