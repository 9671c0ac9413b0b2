//===- TrackerMemory.cpp - the memory in which the tracker counts -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see TrackerMemory.h.
// Why:  see TrackerMemory.h.
// Never: see TrackerMemory.h.
//
//===----------------------------------------------------------------------===//

#include "TrackerMemory.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MathExtras.h"

namespace heap_tracker {

Image makeImage(const std::vector<std::string> &sites, uint32_t granule) {
  Image image;
  std::vector<uint8_t> &bytes = image.bytes;
  bytes.resize(Image::siteOffset(sites.size()));
  auto put = [&](uint32_t offset, size_t value) {
    llvm::support::endian::write32le(&bytes[offset], static_cast<uint32_t>(value));
  };
  for (size_t i = 0; i < sites.size(); ++i) {
    put(Image::siteOffset(i) + SiteName, bytes.size());
    put(Image::siteOffset(i) + SiteNameBytes, sites[i].size());
    bytes.insert(bytes.end(), sites[i].begin(), sites[i].end());
  }
  image.shadowOffset = static_cast<uint32_t>(llvm::alignTo(bytes.size(), PageBytes));
  llvm::copy(llvm::StringRef("heaptrk1"), bytes.begin() + Magic);
  put(SiteCount, sites.size());
  put(Sites, HeaderBytes);
  put(Shadow, image.shadowOffset);
  put(Granule, granule);
  return image;
}

} // namespace heap_tracker
