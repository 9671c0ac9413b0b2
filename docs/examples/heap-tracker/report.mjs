// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads what the pass heap-tracker counted out of a module's memory, and shows it.
//
// It exists so that a host needs no more than the exported memory: names of the call sites are in it. It must never
// disagree with TrackerMemory.h about where things lie.
//
// USAGE: import {readReport, formatReport} from "./report.mjs"
//        readReport(instance.exports)   {current, peak, lost, unknown, sites: [{name, current, peak, live, blocks}]}
//        the name of the tracker's memory is the second argument, if it is not heap-tracker

export function readReport(exports, name = "heap-tracker") {
  // After rebase the memory is a window of another one, and its base is exported.
  const base = exports[`${name}.base`]?.value ?? 0;
  const memory = exports[name].buffer;
  const bytes = new Uint8Array(memory);
  const view = new DataView(memory);
  const number = (offset) => view.getUint32(base + offset, true);
  const text = (offset, length) => new TextDecoder().decode(bytes.slice(base + offset, base + offset + length));
  if (text(0, 8) !== "heaptrk1") throw new Error(`no heap tracker is in memory "${name}"`);
  const sites = [];
  for (let i = 0; i < number(8); i++) {
    const at = number(12) + i * 24;
    sites.push({
      name: text(number(at + 16), number(at + 20)),
      current: number(at),
      peak: number(at + 4),
      live: number(at + 8),
      blocks: number(at + 12),
    });
  }
  return {current: number(24), peak: number(28), lost: number(32), unknown: number(36), sites};
}

export function formatReport(report) {
  const row = (...cells) => cells.map((cell, i) => (i < 4 ? String(cell).padStart(10) : `  ${cell}`)).join("");
  const lines = [row("peak", "now", "live", "blocks", "call site")];
  const used = report.sites.filter((site) => site.blocks > 0).sort((a, b) => b.peak - a.peak);
  for (const site of used) lines.push(row(site.peak, site.current, site.live, site.blocks, site.name));
  lines.push(row(report.peak, report.current, "", "", "all together"));
  if (report.lost > 0) lines.push(`${report.lost} blocks could not be told apart or recorded: figures are too small`);
  if (report.unknown > 0) lines.push(`${report.unknown} blocks were given back that no tracked call had returned`);
  return lines.join("\n");
}
