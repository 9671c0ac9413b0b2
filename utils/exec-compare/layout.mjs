// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: finds for each memory of the module before lowering the bytes that stand for it after
//       lowering: the windows of the custom section `meld.layout`, or, without that section, the
//       memories one to one.
// Why:  it is the only place that knows how that section is written.
// Must never: repair or default a field of the section; a bad one is an error.

export const layoutSection = 'meld.layout';

/// The layout cannot be read, or does not say where a memory went.
export class LayoutError extends Error {}

function checkPages(window, field, mayBeNull) {
  const value = window[field];
  if (value === null && mayBeNull) return;
  if (!Number.isSafeInteger(value) || value < 0)
    throw new LayoutError(`${layoutSection}: window ${window.name}: ${field} is ${value}`);
}

function checkWindow(window, after) {
  for (const field of ['input', 'memory', 'base', 'initialPages', 'reservePages'])
    checkPages(window, field, false);
  for (const field of ['maximumPages', 'grownGlobal', 'growFunction'])
    checkPages(window, field, true);
  if (window.memory >= after.memories.length)
    throw new LayoutError(`${layoutSection}: window ${window.name}: no memory ${window.memory}`);
  if (window.grownGlobal !== null && window.grownGlobal >= after.globals.length)
    throw new LayoutError(`${layoutSection}: window ${window.name}: no global ${window.grownGlobal}`);
  if (window.growFunction !== null && window.growFunction >= after.functions.length)
    throw new LayoutError(
      `${layoutSection}: window ${window.name}: no function ${window.growFunction}`);
}

/// The name people know memory `index` by.
export function memoryName(module, index) {
  const found = module.exports.find((entry) => entry.kind === 'memory' && entry.index === index);
  return found ? `memory ${index} (${found.name})` : `memory ${index}`;
}

function oneToOne(before, after, kept) {
  if (kept.length !== after.memories.length)
    throw new LayoutError(`no custom section ${layoutSection}, and ${kept.length} ` +
      `memories before against ${after.memories.length} after`);
  return kept.map((input, index) =>
    ({ name: memoryName(before, input), input, memory: index, base: 0, physical: true }));
}

function readScratch(scratch) {
  if (scratch === undefined) return null;
  for (const field of ['input', 'address', 'bytes'])
    if (!Number.isSafeInteger(scratch?.[field]) || scratch[field] < 0)
      throw new LayoutError(`${layoutSection}: hostScratch: ${field} is ${scratch?.[field]}`);
  return scratch;
}

/// `{recorded, rebased, windows, added, scratch}`: one window per memory of `before` but those of the
/// indices `removed`, in that order. A `physical` window is a whole memory; otherwise its size is
/// initialPages plus the global's value, in pages. `added` are ranges of bytes that `before` has not,
/// `scratch` is where adapters of host pointers write in an input memory or an added one, or null.
export function readLayout(before, after, removed = []) {
  for (const index of removed)
    if (index >= before.memories.length) throw new LayoutError(`there is no memory ${index} to be removed`);
  const kept = before.memories.map((memory, index) => index).filter((index) => !removed.includes(index));
  const section = after.customs.find((custom) => custom.name === layoutSection);
  if (!section) return { recorded: false, rebased: false, windows: oneToOne(before, after, kept), added: [], scratch: null };
  let layout;
  try {
    layout = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(section.content));
  } catch (error) {
    throw new LayoutError(`${layoutSection}: ${error.message}`);
  }
  if (layout.version !== 1 || !Array.isArray(layout.windows))
    throw new LayoutError(`${layoutSection}: version ${layout.version} is not understood`);
  for (const index of removed)
    if (layout.windows.some((window) => window.input === index))
      throw new LayoutError(`${layoutSection}: ${memoryName(before, index)} was not removed`);
  const windows = kept.map((index) => {
    const found = layout.windows.filter((window) => window.input === index);
    if (found.length !== 1)
      throw new LayoutError(`${layoutSection}: ${found.length} windows for ${memoryName(before, index)}`);
    checkWindow(found[0], after);
    return { ...found[0], physical: false };
  });
  const scratch = readScratch(layout.hostScratch);
  const added = layout.windows.filter(({ input }) => input >= before.memories.length);
  for (const window of added) {
    checkWindow(window, after);
    if (window.input !== scratch?.input)
      throw new LayoutError(`${layoutSection}: a window for memory ${window.input}, which was never there`);
  }
  return {
    recorded: true, rebased: layout.rebased === true, windows, scratch,
    added: added.map(({ memory, base, initialPages }) => ({ memory, base, size: initialPages * 65536 })),
  };
}
