// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: SHA-256 (FIPS 180-4), CRC-32 and a search for repetitions over a buffer on the heap.
// Why:  tight loops over bytes and words, where the cost of a check shows most.
// Must never: use tables of another component.

#include "export.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

IMPORT(numeric, numeric_round) uint32_t numeric_round(uint32_t seed);

static uint8_t *buffer;
static uint32_t buffer_bytes, crc_table[256];

static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t turn(uint32_t value, unsigned bits) { return value >> bits | value << (32 - bits); }

static void sha256_block(uint32_t hash[8], const uint8_t *block) {
  uint32_t w[64], s[8];
  for (int i = 0; i < 16; ++i)
    w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
  for (int i = 16; i < 64; ++i)
    w[i] = w[i - 16] + w[i - 7] + (turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3) +
           (turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10);
  memcpy(s, hash, sizeof s);
  for (int i = 0; i < 64; ++i) {
    uint32_t t1 = s[7] + (turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6])) +
                  round_constants[i] + w[i];
    uint32_t t2 = (turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
    memmove(s + 1, s, 7 * sizeof *s);
    s[4] += t1;
    s[0] = t1 + t2;
  }
  for (int i = 0; i < 8; ++i)
    hash[i] += s[i];
}

static uint32_t crc32(const uint8_t *bytes, uint32_t count) {
  uint32_t crc = 0xffffffff;
  while (count--)
    crc = crc_table[(crc ^ *bytes++) & 0xff] ^ crc >> 8;
  return ~crc;
}

/// Bytes that a window of 4 KiB repeats, found through a hash of three bytes.
static uint32_t repeated(const uint8_t *bytes, uint32_t count) {
  static uint32_t last[4096];
  uint32_t found = 0;
  memset(last, 0, sizeof last);
  for (uint32_t at = 0; at + 16 < count;) {
    uint32_t hash = (bytes[at] * 2654435761u ^ bytes[at + 1] * 40503u ^ bytes[at + 2] * 97u) & 4095;
    uint32_t from = last[hash], length = 0;
    last[hash] = at;
    if (from != 0 && at - from < 4096)
      while (length < 16 && bytes[from + length] == bytes[at + length])
        ++length;
    found += length >= 3 ? length : 0;
    at += length >= 3 ? length : 1;
  }
  return found;
}

/// Fills `bytes` bytes; returns 1, or 0 without memory.
EXPORT(digest_fill) uint32_t digest_fill(uint32_t bytes) {
  buffer = malloc(bytes);
  if (!buffer)
    return 0;
  buffer_bytes = bytes & ~63u;
  for (uint32_t i = 0; i < bytes; ++i)
    buffer[i] = (uint8_t)(i * i >> 7 ^ i % 251);
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit)
      crc = crc & 1 ? 0xedb88320 ^ crc >> 1 : crc >> 1;
    crc_table[i] = crc;
  }
  return 1;
}

EXPORT(digest_round) uint32_t digest_round(uint32_t seed) {
  uint32_t hash[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  buffer[seed % buffer_bytes] ^= (uint8_t)seed;
  for (uint32_t at = 0; at < buffer_bytes; at += 64)
    sha256_block(hash, buffer + at);
  return hash[0] ^ hash[7] ^ crc32(buffer, buffer_bytes) ^ repeated(buffer, buffer_bytes) ^ numeric_round(seed);
}
