# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Compiler settings that hold for every target: language level, warnings, optimisation, sanitizers, run paths.
#
# They stand in one place so that the library, the tool and the tests can never be built with settings that disagree.

get_property(meldIsMultiConfig GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
if(NOT meldIsMultiConfig AND NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()
# LLVM's own packages are built with -O2; -O3 made nothing here faster and every build slower.
string(REPLACE "-O3" "-O2" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_LINK_DEPENDS_NO_SHARED ON)

# The build tree runs in place and the installed tree may be moved: both find libMeld relative to the executable, by
# the same run path (an edited one would be padded with empty entries, which mean the current directory).
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib")
file(RELATIVE_PATH meldLibraryFromBin "/prefix/${CMAKE_INSTALL_BINDIR}" "/prefix/${CMAKE_INSTALL_LIBDIR}")
set(CMAKE_INSTALL_RPATH "$ORIGIN/${meldLibraryFromBin}" "$ORIGIN/../lib")
list(REMOVE_DUPLICATES CMAKE_INSTALL_RPATH)
set(CMAKE_BUILD_WITH_INSTALL_RPATH ON)

# One interface target carries what only this project's own sources want; nothing of it is exported.
add_library(MeldCompileOptions INTERFACE)
target_compile_options(MeldCompileOptions INTERFACE -Wall -Wextra -Wnon-virtual-dtor -Wimplicit-fallthrough
                                                    -fno-semantic-interposition)
if(MELD_WERROR)
  target_compile_options(MeldCompileOptions INTERFACE -Werror)
endif()
if(MELD_ENABLE_ASSERTIONS)
  target_compile_options(MeldCompileOptions INTERFACE -UNDEBUG)
endif()
# Plugins are built as their host is.
string(TOUPPER "${CMAKE_BUILD_TYPE}" meldBuildType)
if(MELD_ENABLE_ASSERTIONS OR NOT "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${meldBuildType}}" MATCHES "-DNDEBUG")
  set(MELD_HAS_ASSERTIONS ON)
else()
  set(MELD_HAS_ASSERTIONS OFF)
endif()

if(MELD_USE_SANITIZER)
  string(TOLOWER "${MELD_USE_SANITIZER}" meldSanitizers)
  foreach(sanitizer IN LISTS meldSanitizers)
    if(NOT sanitizer MATCHES "^(address|undefined|thread)$")
      message(FATAL_ERROR "MELD_USE_SANITIZER: '${sanitizer}' is not one of address, undefined, thread")
    endif()
  endforeach()
  if("thread" IN_LIST meldSanitizers AND "address" IN_LIST meldSanitizers)
    message(FATAL_ERROR "MELD_USE_SANITIZER: 'thread' and 'address' cannot be combined")
  endif()
  list(JOIN meldSanitizers "," meldSanitizerFlag)
  # Global on purpose: GoogleTest's main and every executable must carry the same run-time library.
  add_compile_options(-fsanitize=${meldSanitizerFlag} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${meldSanitizerFlag})
  # The checks confuse GCC's flow analysis of LLVM's headers.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(MeldCompileOptions INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()

# libFuzzer belongs to clang. Everything is built so that it sees which code an input reaches.
if(MELD_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "MELD_FUZZ needs clang: -DCMAKE_C_COMPILER=clang-19 -DCMAKE_CXX_COMPILER=clang++-19")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
