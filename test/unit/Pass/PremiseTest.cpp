//===- PremiseTest.cpp - grants, and what relying on a premise leaves behind ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: which grant covers which use, and what is reported and recorded.
// Why:  plugins rely on premises of their own; the driver's part is tested with it.
// Never: tests what a lit test shows.
//
//===----------------------------------------------------------------------===//

#include "PassTestSupport.h"

using namespace meld;

namespace {

using PremiseTest = test::PassFixture;

constexpr Premise Stated{"fair-weather", PremiseClass::Stated, "it does not rain", ""};
constexpr Premise Granted{"calm-sea", PremiseClass::Granted, "the sea is calm", "sea.md", "SHIP"};

TEST_F(PremiseTest, AGrantThatNamesTheThingComesFirst) {
  PremiseGrants grants;
  EXPECT_EQ(grants.find(Granted), "");
  grants.add("calm-sea");
  grants.add("calm-sea:ark");
  grants.add("calm-sea-shore");
  EXPECT_EQ(grants.find(Granted, {"3", "ark"}), "calm-sea:ark");
  EXPECT_EQ(grants.find(Granted, {"3"}), "calm-sea");
  EXPECT_EQ(grants.find(Granted), "calm-sea");
  EXPECT_EQ(grants.find(Stated), "");
}

TEST_F(PremiseTest, AGrantForOneThingCoversNothingElse) {
  PremiseGrants grants;
  grants.add("calm-sea:ark");
  EXPECT_EQ(grants.find(Granted, {"titanic"}), "");
  EXPECT_EQ(grants.find(Granted), "");
}

TEST_F(PremiseTest, ARefusalReportsAndRecordsNothing) {
  Result<void> relied =
      relyOn(Granted, module, analyses, {.location = Location::module(), .fact = "off we go", .remedy = "stay"});
  ASSERT_FALSE(relied);
  EXPECT_EQ(relied.failure().diagnostic().remedy,
            "stay; or, if the sea is calm, grant that with -assume=calm-sea; see sea.md");
  EXPECT_TRUE(warnings.empty());
  EXPECT_TRUE(module.layout().premises.empty());
}

TEST_F(PremiseTest, AnOptionThatSaysTheSameIsAGrantWithAWarning) {
  ASSERT_TRUE(
      relyOn(Granted, module, analyses, {.location = Location::module(), .fact = "off we go", .option = "sea=calm"}));
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_EQ(warnings.front().severity, Severity::Warning);
  EXPECT_EQ(warnings.front().premise, "calm-sea");
  EXPECT_EQ(warnings.front().fact, "premise calm-sea: off we go");
  ASSERT_EQ(module.layout().premises.size(), 1u);
  EXPECT_TRUE(module.layout().premises.front().isGranted);
}

TEST_F(PremiseTest, PremisesAreRecordedOnceAndSorted) {
  context.grants.add("calm-sea");
  for (const Premise *premise : {&Stated, &Granted, &Stated})
    ASSERT_TRUE(relyOn(*premise, module, analyses, {.location = Location::module(), .fact = "off we go"}));
  EXPECT_EQ(warnings.size(), 3u);
  const std::vector<RecordedPremise> &recorded = module.layout().premises;
  ASSERT_EQ(recorded.size(), 2u);
  EXPECT_EQ(recorded[0].name, "calm-sea");
  EXPECT_TRUE(recorded[0].isGranted);
  EXPECT_EQ(recorded[1].name, "fair-weather");
  EXPECT_FALSE(recorded[1].isGranted);
  module.editLayout().withdrawPremise("calm-sea");
  EXPECT_EQ(recorded.size(), 1u);
}

} // namespace
