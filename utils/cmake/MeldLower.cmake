# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: meld_lower, a build step that runs meld-opt over a WebAssembly module.
# Why: the layout that meld-opt decides on is what the firmware around it is built with, so both belong to one build.
# Must never: run again when nothing it read has changed, or be left out when something has.

# meld_lower(TARGET
#            INPUT module.wasm OUTPUT lowered.wasm
#            [PASSES pipeline]        default: default<mcu>; @file reads it from a file
#            [HEADER layout.h] [LINKER layout.ld] [SVG map.svg] [JSON map.json] [IMAGE image.bin]
#            [OPTIONS -flag ...]      more flags for meld-opt, such as -assume=NAME
#            [DEPENDS file ...])      what makes INPUT, if it is not made by a command of the same directory
#
# Relative outputs lie in CMAKE_CURRENT_BINARY_DIR. TARGET makes all of them; it is part of `all` only if something else
# needs it. Depends on every file that meld-opt read: side inputs, plugins and pipelines in files are watched as well.
function(meld_lower TARGET)
  cmake_parse_arguments(PARSE_ARGV 1 LOWER "" "INPUT;OUTPUT;PASSES;HEADER;LINKER;SVG;JSON;IMAGE" "OPTIONS;DEPENDS")
  if(LOWER_UNPARSED_ARGUMENTS OR LOWER_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "meld_lower: what is meant by ${LOWER_UNPARSED_ARGUMENTS}${LOWER_KEYWORDS_MISSING_VALUES}?")
  endif()
  if(NOT LOWER_INPUT OR NOT LOWER_OUTPUT)
    message(FATAL_ERROR "meld_lower: INPUT and OUTPUT are needed")
  endif()
  if(NOT LOWER_PASSES)
    set(LOWER_PASSES "default<mcu>")
  endif()
  get_filename_component(output "${LOWER_OUTPUT}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_BINARY_DIR}")
  set(outputs "${output}")
  set(reports)
  foreach(format IN ITEMS HEADER LINKER SVG JSON IMAGE)
    if(LOWER_${format})
      get_filename_component(file "${LOWER_${format}}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_BINARY_DIR}")
      string(TOLOWER ${format} name)
      list(APPEND outputs "${file}")
      list(APPEND reports "-report=memory-layout:${name}:${file}")
    endif()
  endforeach()
  get_filename_component(input "${LOWER_INPUT}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_BINARY_DIR}")
  if(NOT EXISTS "${input}" AND EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${LOWER_INPUT}")
    set(input "${CMAKE_CURRENT_SOURCE_DIR}/${LOWER_INPUT}")
  endif()
  add_custom_command(
    OUTPUT ${outputs}
    COMMAND Meld::meld-opt "-passes=${LOWER_PASSES}" ${LOWER_OPTIONS} "${input}" -o "${output}" ${reports}
            "-dependency-file=${output}.d"
    DEPENDS Meld::meld-opt "${input}" ${LOWER_DEPENDS}
    DEPFILE "${output}.d"
    COMMENT "Lowering ${LOWER_OUTPUT}"
    VERBATIM)
  add_custom_target(${TARGET} DEPENDS ${outputs})
endfunction()
