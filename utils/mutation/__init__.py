# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The parts of utils/mutation-test: changes put into sources, and the trial of each.

It exists so that each part is one idea in one file. It must never be imported by what is built or tested otherwise.
"""
