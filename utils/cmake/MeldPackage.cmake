# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What is installed besides the targets: headers, the CMake package, the support for lit suites.
#
# It exists so that find_package(Meld) gives others what the project's own tests use. It must never install a path of
# the build or source tree: the installed tree can be moved.

include(CMakePackageConfigHelpers)
set(meldPackageDir "${CMAKE_INSTALL_LIBDIR}/cmake/Meld")

# All but the layer that is in tools only.
install(DIRECTORY include/meld TYPE INCLUDE FILES_MATCHING PATTERN "*.h" PATTERN "*.def" PATTERN "Exec" EXCLUDE)
install(FILES "${PROJECT_BINARY_DIR}/include/meld/PluginAbi.h" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/meld")
# The passes' classes, that is the headers which their list includes.
file(STRINGS passes/BuiltinPasses.cpp meldPassHeaders REGEX "^#include \"passes/")
list(TRANSFORM meldPassHeaders REPLACE "^#include \"(.*)\"$" "\\1")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS passes/BuiltinPasses.cpp)
install(FILES ${meldPassHeaders} DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/meld/passes")

configure_package_config_file(utils/cmake/MeldConfig.cmake.in "${PROJECT_BINARY_DIR}/package/MeldConfig.cmake"
                              INSTALL_DESTINATION "${meldPackageDir}" NO_SET_AND_CHECK_MACRO
                              PATH_VARS CMAKE_INSTALL_BINDIR)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/package/MeldConfigVersion.cmake" COMPATIBILITY SameMinorVersion
                                 ARCH_INDEPENDENT) # the tool serves builds for other machines
install(EXPORT MeldTargets NAMESPACE Meld:: DESTINATION "${meldPackageDir}")
install(
  FILES "${PROJECT_BINARY_DIR}/package/MeldConfig.cmake"
        "${PROJECT_BINARY_DIR}/package/MeldConfigVersion.cmake"
        utils/cmake/MeldLLVM.cmake
        utils/cmake/MeldLower.cmake
        utils/cmake/MeldPlugins.cmake
        utils/cmake/MeldLitSuite.cmake
        utils/cmake/lit-suite.site.cfg.py.in
        utils/cmake/meld_lit.py
  DESTINATION "${meldPackageDir}")
