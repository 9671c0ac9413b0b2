/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What: takes the place of the generated layout.h where each component keeps a memory of its own, only for comparison.
 * Why:  the firmware is the same for both.
 * Must never: be used with a lowered module.
 */
#define MELD_WINDOW_COUNT 3
#define MELD_JOURNAL_BASE 0
#define MELD_STATISTICS_BASE 0
#define MELD_FILTER_BASE 0
#define MELD_WINDOWS(X) X(0, "journal", 0, 0, 0) X(1, "statistics", 0, 0, 0) X(2, "filter", 0, 0, 0)
