// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the third component: makes samples, filters them, and hands the results to the statistics.
// Why:  Rust with its own allocator, which grows its memory as well.
// Must never: see an address of another component.

#[link(wasm_import_module = "statistics")]
extern "C" {
    fn statistics_add(value: i32) -> u32;
}

#[link(wasm_import_module = "firmware")]
extern "C" {
    fn filter_print(text: *const u8, length: u32);
}

fn print(text: &str) {
    unsafe { filter_print(text.as_ptr(), text.len() as u32) }
}

/// A moving average over `width` samples.
struct Average {
    recent: std::collections::VecDeque<i64>,
    width: usize,
    sum: i64,
}

impl Average {
    fn new(width: usize) -> Self {
        Average { recent: Default::default(), width, sum: 0 }
    }

    fn push(&mut self, sample: i64) -> i64 {
        self.recent.push_back(sample);
        self.sum += sample;
        if self.recent.len() > self.width {
            self.sum -= self.recent.pop_front().unwrap_or(0);
        }
        self.sum / self.recent.len() as i64
    }
}

/// Filters `count` samples; returns a sum over the results.
#[no_mangle]
pub extern "C" fn filter_run(count: u32) -> u32 {
    let mut stages: Vec<Average> = (1..=4).map(|stage| Average::new(stage * 8)).collect();
    let mut state = 12345u32;
    let mut results: Vec<i32> = Vec::new();
    for _ in 0..count {
        state = state.wrapping_mul(1664525).wrapping_add(1013904223);
        let sample = i64::from(state >> 16) - 30000;
        let value = stages.iter_mut().fold(sample, |sample, stage| stage.push(sample));
        results.push(value as i32);
    }
    let mut sum = 0u32;
    for value in &results {
        sum = sum.wrapping_mul(31).wrapping_add(unsafe { statistics_add(*value) });
    }
    let pages = core::arch::wasm32::memory_size(0);
    print(&format!("filter: {} results, sum {:08x}, heap {} pages", results.len(), sum, pages));
    sum
}

/// Does what a component must not: kind 0 reads, 1 writes at `address`; 2 allocates until the memory is exhausted.
#[no_mangle]
pub extern "C" fn filter_fault(kind: u32, address: u32) -> u32 {
    let place = address as usize as *mut u32;
    match kind {
        0 => unsafe { place.read_volatile() },
        1 => unsafe {
            place.write_volatile(0xfefefefe);
            0
        },
        _ => {
            let mut kept = Vec::new();
            loop {
                kept.push(vec![1u8; 4096]);
            }
        }
    }
}
