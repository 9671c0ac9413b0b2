# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Writes meld/PluginAbi.h, which names the version of the ABI that plugins are built for: the project's version and a
# digest of all public headers.
#
# It exists so that a plugin built for other headers is refused without anybody having to count versions. Comments and
# white space do not count, and the file is only written when it changes, so that nothing is rebuilt for a comment.
#
# USAGE: cmake -DINCLUDE_DIR=... -DVERSION=... -DINPUT=PluginAbi.h.in -DOUTPUT=... -P WritePluginAbi.cmake

cmake_minimum_required(VERSION 3.25)
file(GLOB_RECURSE headers RELATIVE "${INCLUDE_DIR}" "${INCLUDE_DIR}/*.h" "${INCLUDE_DIR}/*.def")
list(SORT headers)
set(digests "")
foreach(header IN LISTS headers)
  file(READ "${INCLUDE_DIR}/${header}" text)
  string(REGEX REPLACE "//[^\n]*" "" text "${text}")
  string(REGEX REPLACE "[ \t\n]+" " " text "${text}")
  string(SHA256 digest "${text}")
  string(APPEND digests "${header} ${digest}\n")
endforeach()
string(SHA256 digest "${digests}")
string(SUBSTRING "${digest}" 0 12 digest)
set(MELD_ABI_VERSION "${VERSION}/${digest}")
configure_file("${INPUT}" "${OUTPUT}" @ONLY)
