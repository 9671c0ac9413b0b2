# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What utils/check-tests and utils/update-checks know of lit suites.

It exists so that both expand RUN lines exactly as lit does: by lit itself. It must never guess what a word in a RUN
line stands for.
"""
