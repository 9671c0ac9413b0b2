# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# meld_add_lit_testsuite: a target that runs a folder of lit tests with meld-opt.
#
# It exists so that a suite out of tree is a few lines: lit, FileCheck and the words in RUN lines are looked up here and
# in meld_lit.py. It must never leave a test out because lit was not found.

set(meldLitSupportDir "${CMAKE_CURRENT_LIST_DIR}")

# meld_add_lit_testsuite(TARGET DIRECTORY [PLUGINS target...] [WORDS NAME=VALUE...] [REQUIRES tool...]
#                        [DEPENDS target...])
#
# Target TARGET runs the tests in DIRECTORY, and target check-meld those of all suites of the project. DIRECTORY may
# have a lit.cfg.py of its own that calls meld_lit.configure(config, lit_config).
#   PLUGINS   %meld-opt loads these plugins
#   WORDS     %NAME stands for VALUE in RUN lines; generator expressions are expanded
#   REQUIRES  tools without which the suite does not start, such as node; others are features that tests ask for with
#             `REQUIRES: node`
#   DEPENDS   what has to be built before
function(meld_add_lit_testsuite target directory)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "PLUGINS;WORDS;REQUIRES;DEPENDS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "meld_add_lit_testsuite: unknown arguments '${arg_UNPARSED_ARGUMENTS}'")
  endif()
  cmake_path(ABSOLUTE_PATH directory NORMALIZE OUTPUT_VARIABLE meldSuiteSource)
  if(NOT IS_DIRECTORY "${meldSuiteSource}")
    message(FATAL_ERROR "meld_add_lit_testsuite: there is no directory '${meldSuiteSource}'")
  endif()
  find_program(MELD_PYTHON python3 REQUIRED)
  find_file(MELD_LIT NAMES lit.py llvm-lit lit PATHS "${LLVM_INSTALL_PREFIX}/build/utils/lit"
            "${LLVM_BUILD_MAIN_SRC_DIR}/utils/lit" "${LLVM_TOOLS_BINARY_DIR}" ENV PATH NO_DEFAULT_PATH REQUIRED)

  set(meldSuiteName "${target}")
  set(meldSuiteBinary "${CMAKE_CURRENT_BINARY_DIR}/${target}")
  set(meldSuiteRequires "${arg_REQUIRES}")
  set(meldSuiteWords "${arg_WORDS}")
  set(meldSuitePlugins "")
  foreach(plugin IN LISTS arg_PLUGINS)
    list(APPEND meldSuitePlugins "$<TARGET_FILE:${plugin}>")
  endforeach()
  file(READ "${meldLitSupportDir}/lit-suite.site.cfg.py.in" template)
  string(CONFIGURE "${template}" content @ONLY)
  file(GENERATE OUTPUT "${meldSuiteBinary}/lit.site.cfg.py" CONTENT "${content}")

  add_custom_target(
    ${target}
    COMMAND "${MELD_PYTHON}" "${MELD_LIT}" -sv "${meldSuiteBinary}"
    DEPENDS ${arg_PLUGINS} ${arg_DEPENDS}
    USES_TERMINAL VERBATIM)
  if(NOT TARGET check-meld)
    add_custom_target(check-meld)
  endif()
  add_dependencies(check-meld ${target})
endfunction()
