# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# meld_add_pass_plugin: a shared object that `meld-opt -load-pass-plugin=` loads. The same file serves this project's
# own tests and, installed, everybody else.
#
# It exists so that a plugin is compiled to fit its host and found out at build time if it does not. It must never let
# a plugin pass that meld-opt would refuse to load.

# meld_add_pass_plugin(NAME source... [LINK_LIBRARIES library...])
#
# Makes target NAME and the file NAME.so. meld-opt loads it once as the last step of the build: what it refuses, such as
# a plugin that links LLVM's Support library again, fails the build with its message.
function(meld_add_pass_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINK_LIBRARIES")
  if(NOT arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "meld_add_pass_plugin: plugin '${name}' has no sources; name them after it")
  endif()
  add_library(${name} MODULE ${arg_UNPARSED_ARGUMENTS})
  # Hidden, so that two plugins may have classes of one name.
  set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX ".so" C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden
                                           VISIBILITY_INLINES_HIDDEN ON)
  # First of all libraries: what Meld contains is taken from there.
  target_link_libraries(${name} PRIVATE Meld::Meld ${arg_LINK_LIBRARIES})
  # As the host was built; part of the ABI, whatever the build type says.
  if(MELD_HAS_ASSERTIONS)
    target_compile_options(${name} PRIVATE -UNDEBUG)
  else()
    target_compile_options(${name} PRIVATE -DNDEBUG)
  endif()
  if(NOT MELD_USE_SANITIZER)
    target_link_options(${name} PRIVATE -Wl,--no-undefined)
  endif()
  if(NOT CMAKE_CROSSCOMPILING)
    add_custom_command(
      TARGET ${name} POST_BUILD
      COMMAND $<TARGET_FILE:Meld::meld-opt> "-load-pass-plugin=$<TARGET_FILE:${name}>" -version > /dev/null
      COMMENT "Loading plugin ${name}"
      VERBATIM)
  endif()
endfunction()
