# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# How a directory becomes a target: the functions that lib/, passes/ and test/ call.
#
# They exist so that a new source file needs no change to any CMakeLists.txt. Folders that hold no source yet get an
# empty source file, made in the build tree, never in the source tree.

# Sources of the calling directory; SUFFIX-less folders below it are included with RECURSE.
function(meld_collect_sources result)
  cmake_parse_arguments(PARSE_ARGV 1 arg "RECURSE" "" "")
  if(arg_RECURSE)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  else()
    file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  endif()
  list(SORT sources)
  set(${result} "${sources}" PARENT_SCOPE)
endfunction()

# Include path, language settings and LLVM's headers, the same for every layer.
function(meld_configure_target target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>"
                                              "$<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>"
                                              "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
  target_compile_definitions(${target} PRIVATE MELD_VERSION="${PROJECT_VERSION}")
  target_link_libraries(${target} PUBLIC Meld::LLVMHeaders PRIVATE $<BUILD_INTERFACE:MeldCompileOptions>)
endfunction()

# A library from the sources of the calling directory: TYPE is OBJECT (part of libMeld) or STATIC (installed as
# Meld::NAME, if the target is MeldNAME; with TOOLS_ONLY not installed, it goes into executables of this build).
function(meld_add_layer target type)
  cmake_parse_arguments(PARSE_ARGV 2 arg "TOOLS_ONLY" "" "")
  meld_collect_sources(sources)
  if(NOT sources)
    set(sources "${CMAKE_CURRENT_BINARY_DIR}/empty.cpp")
    file(CONFIGURE OUTPUT "${sources}" CONTENT "// No source in this layer yet.\n")
  endif()
  add_library(${target} ${type} ${sources})
  meld_configure_target(${target})
  # No static constructors; GCC has no such warning.
  target_compile_options(${target} PRIVATE "$<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wglobal-constructors;-Wexit-time-destructors>")
  if(type STREQUAL "OBJECT")
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  elseif(NOT arg_TOOLS_ONLY)
    string(REGEX REPLACE "^Meld" "" name "${target}")
    set_target_properties(${target} PROPERTIES EXPORT_NAME "${name}")
    add_library(Meld::${name} ALIAS ${target})
    install(TARGETS ${target} EXPORT MeldTargets ARCHIVE)
  endif()
endfunction()
