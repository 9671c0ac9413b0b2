// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a small deterministic WASI preview 1: text written to file descriptors 1 and 2 is logged,
//       there are no arguments, environment, files or input, clock and random bytes are fixed.
// Why:  programs linked against a C library call these; the comparison needs the same answers in
//       both runs and a record of what was written.
// Must never: touch the real system; use a pointer from the module without adding the window's
//       base (the premise host-adds-base) or outside the window's current size.

const errno = Object.freeze({ success: 0, badf: 8, fault: 21, inval: 28, nosys: 52, spipe: 70 });
const characterDevice = 2;

/// Thrown through the module by proc_exit.
export class HostExit extends Error {
  constructor(code) {
    super(`exit with code ${code}`);
    this.code = code;
  }
}

/// Thrown and caught in here: a pointer leaves the window.
class Fault extends Error {}

/// One memory as the host sees it. `window()` gives the current bytes of the window.
class Guest {
  constructor(window) {
    this.window = window;
  }

  view(address, length) {
    const bytes = this.window();
    const start = address >>> 0;
    if (!bytes || length > bytes.length || start > bytes.length - length) throw new Fault();
    return new DataView(bytes.buffer, bytes.byteOffset + start, length);
  }

  getU32(address) {
    return this.view(address, 4).getUint32(0, true);
  }

  setU32(address, value) {
    this.view(address, 4).setUint32(0, value, true);
  }

  setU64(address, value) {
    this.view(address, 8).setBigUint64(0, value, true);
  }
}

const isStandard = (fd) => fd >= 0 && fd <= 2;

/// name -> (guest, note, args) -> errno. `note(text)` adds to the log entry of the call.
const functions = {
  args_sizes_get: (guest, note, [count, size]) => (guest.setU32(count, 0), guest.setU32(size, 0)),
  args_get: () => errno.success,
  environ_sizes_get: (guest, note, [count, size]) =>
    (guest.setU32(count, 0), guest.setU32(size, 0)),
  environ_get: () => errno.success,
  clock_res_get: (guest, note, [, result]) => guest.setU64(result, 1000n),
  clock_time_get: (guest, note, [, , result]) => guest.setU64(result, 1_000_000_000_000n),
  random_get(guest, note, [address, length]) {
    const view = guest.view(address, length >>> 0);
    for (let i = 0; i < view.byteLength; ++i) view.setUint8(i, (i * 151 + 43) & 0xff);
  },
  fd_write(guest, note, [fd, iovs, count, written]) {
    if (fd !== 1 && fd !== 2) return errno.badf;
    const parts = [];
    let total = 0;
    for (let i = 0; i < count >>> 0; ++i) {
      const length = guest.getU32(iovs + 8 * i + 4);
      const view = guest.view(guest.getU32(iovs + 8 * i), length);
      parts.push(Buffer.from(view.buffer, view.byteOffset, length).toString('latin1'));
      total += length;
    }
    note(JSON.stringify(parts.join('')));
    guest.setU32(written, total);
  },
  fd_read(guest, note, [fd, , , read]) {
    if (fd !== 0) return errno.badf;
    guest.setU32(read, 0);
  },
  fd_fdstat_get(guest, note, [fd, result]) {
    if (!isStandard(fd)) return errno.badf;
    for (let i = 0; i < 24; i += 8) guest.setU64(result + i, 0n);
    guest.view(result, 1).setUint8(0, characterDevice);
  },
  fd_fdstat_set_flags: (guest, note, [fd]) => (isStandard(fd) ? errno.success : errno.badf),
  fd_close: (guest, note, [fd]) => (isStandard(fd) ? errno.success : errno.badf),
  fd_seek: (guest, note, [fd]) => (isStandard(fd) ? errno.spipe : errno.badf),
  fd_prestat_get: () => errno.badf,
  fd_prestat_dir_name: () => errno.inval,
  sched_yield: () => errno.success,
  proc_exit(guest, note, [code]) {
    throw new HostExit(code);
  },
};

/// The function `name` of wasi_snapshot_preview1; one we do not offer answers "not supported".
/// `window()` returns the bytes the pointers mean; `log(text)` records the call, without arguments
/// if `plain`.
export function wasiFunction(name, window, log, plain = false) {
  const guest = new Guest(window);
  return (...args) => {
    const shown = plain ? name : `${name}(${args.join(', ')})`;
    const notes = [];
    let result = errno.nosys;
    try {
      if (Object.hasOwn(functions, name))
        result = functions[name](guest, (text) => notes.push(text), args) ?? errno.success;
    } catch (error) {
      if (!(error instanceof Fault)) {
        log(`wasi ${shown}`);
        throw error;
      }
      result = errno.fault;
    }
    log(`wasi ${shown}${notes.map((text) => ` ${text}`).join('')} = ${result}`);
    return result;
  };
}
