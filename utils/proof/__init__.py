# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: the modules behind `utils/prove`: decoder, layout, symbolic executor, specification.
# Why: the proof reads finished bytes with code that shares nothing with the passes it judges.
# Never: import anything outside the standard library, or from the rest of the project.
