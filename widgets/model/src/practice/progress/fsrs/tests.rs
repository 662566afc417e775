use super::super::fix::tests::float;
use super::*;

/// Days since the last answer, grade, and what `py-fsrs` 6.3.2 says then: chance of recall,
/// stability and difficulty in millionths, interval. `Scheduler(learning_steps=(),
/// relearning_steps=(), enable_fuzzing=False, maximum_interval=365)`.
type Step = (u32, u8, u32, u64, u32, u32);

const GOLDEN: [[Step; 6]; 7] = [
    [
        (0, 1, 0, 212_000, 6_413_300, 1),
        (0, 3, 1_000_000, 246_689, 6_402_115, 1),
        (1, 3, 780_850, 2_021_477, 6_390_941, 2),
        (2, 3, 900_732, 6_451_805, 6_379_779, 6),
        (5, 3, 916_540, 16_211_413, 6_368_627, 16),
        (12, 3, 919_308, 36_573_676, 6_357_487, 37),
    ],
    [
        (0, 2, 0, 1_293_100, 5_112_171, 1),
        (1, 2, 916_670, 3_249_412, 6_740_460, 3),
        (3, 2, 905_392, 6_728_346, 7_821_393, 7),
        (4, 2, 931_639, 10_132_850, 8_538_968, 10),
        (9, 2, 907_936, 15_174_298, 9_015_327, 15),
        (20, 2, 879_937, 22_682_136, 9_331_557, 23),
    ],
    [
        (0, 3, 0, 2_306_500, 2_118_104, 2),
        (2, 3, 909_493, 10_964_332, 2_111_214, 11),
        (8, 3, 920_163, 38_866_587, 2_104_331, 39),
        (24, 3, 929_610, 109_281_838, 2_097_455, 109),
        (60, 3, 935_751, 261_145_956, 2_090_586, 261),
        (150, 3, 933_442, 586_860_712, 2_083_724, 365),
    ],
    [
        (0, 4, 0, 8_295_600, 1_000_000, 8),
        (8, 4, 902_473, 65_624_226, 1_000_000, 66),
        (40, 4, 930_309, 292_680_255, 1_000_000, 293),
        (200, 4, 923_976, 1_155_982_814, 1_000_000, 365),
        (400, 4, 955_959, 2_707_195_976, 1_000_000, 365),
        (365, 1, 981_039, 10_696_182, 7_026_990, 11),
    ],
    [
        (0, 3, 0, 2_306_500, 2_118_104, 2),
        (2, 1, 909_493, 607_580, 7_394_503, 1),
        (1, 3, 862_310, 2_400_404, 7_382_337, 2),
        (3, 1, 883_965, 603_004, 9_124_820, 1),
        (0, 3, 1_000_000, 655_032, 9_110_924, 1),
        (7, 4, 686_400, 5_240_083, 8_799_064, 5),
    ],
    [
        (0, 4, 0, 8_295_600, 1_000_000, 8),
        (1, 1, 982_923, 1_216_178, 7_026_990, 1),
        (0, 1, 1_000_000, 426_267, 9_008_020, 1),
        (0, 1, 1_000_000, 160_076, 9_659_171, 1),
        (30, 1, 447_199, 127_795, 9_873_200, 1),
        (365, 1, 294_052, 121_626, 9_943_550, 1),
    ],
    [
        (0, 1, 0, 212_000, 6_413_300, 1),
        (1, 1, 766_196, 100_886, 8_806_304, 1),
        (1, 1, 693_682, 55_035, 9_592_869, 1),
        (1, 4, 636_030, 568_829, 9_442_053, 1),
        (0, 4, 1_000_000, 1_067_077, 9_240_841, 1),
        (2, 2, 851_449, 1_978_608, 9_481_263, 2),
    ],
];

fn grade(number: u8) -> Grade {
    [Grade::Again, Grade::Hard, Grade::Good, Grade::Easy][usize::from(number) - 1]
}

#[test]
fn golden_values_of_py_fsrs() {
    for steps in GOLDEN {
        let mut state: Option<Memory> = None;
        for (step, (days, number, recall, stability, difficulty, interval)) in steps.into_iter().enumerate() {
            let near = |got: Fix, want: f64| (float(got) * 1e6 - want).abs() <= 1.0 + want * 1e-7;
            let new = match state {
                None => Memory::first(grade(number)),
                Some(state) => {
                    assert!(near(state.recall(days), recall.into()), "{steps:?} {step}");
                    state.after(grade(number), days)
                }
            };
            assert!(near(new.stability, stability as f64), "{steps:?} {step}: {new:?}");
            assert!(near(new.difficulty, difficulty.into()), "{steps:?} {step}: {new:?}");
            assert_eq!(new.interval(), interval, "{steps:?} {step}");
            state = Some(new);
        }
    }
}

/// The bits themselves, so that a change of arithmetic is seen at once.
#[test]
fn golden_bits() {
    let grades = [(Grade::Good, 2), (Grade::Again, 11), (Grade::Easy, 1), (Grade::Hard, 0)];
    let end =
        grades.iter().fold(Memory::first(Grade::Good), |memory, &(grade, days)| memory.after(grade, days));
    assert_eq!(format!("{end:?}"), "Memory { stability: Fix(22820464994), difficulty: Fix(32924349479) }");
}

#[test]
fn better_grades_never_mean_sooner() {
    let grades = [Grade::Again, Grade::Hard, Grade::Good, Grade::Easy];
    for first in grades {
        for days in [0, 1, 3, 10, 100, 5_000] {
            let after = grades.map(|grade| Memory::first(first).after(grade, days));
            assert!(after.windows(2).all(|pair| pair[0].stability < pair[1].stability || days == 0));
            assert!(after.windows(2).all(|pair| pair[0].interval() <= pair[1].interval()));
            assert!(after.windows(2).all(|pair| pair[0].difficulty >= pair[1].difficulty));
            assert!(after.iter().all(|memory| (1..=LONGEST_DAYS).contains(&memory.interval())));
        }
    }
}

#[test]
fn recall_sinks_to_nine_tenths_at_the_stability() {
    let memory = Memory { stability: Fix::whole(10), difficulty: Fix::whole(5) };
    let recall: Vec<i64> =
        [0, 5, 10, 20, 100_000, u32::MAX].map(|days| memory.recall(days).thousandths()).into();
    assert_eq!(recall[0], 1_000);
    assert_eq!(recall[2], 900);
    assert!(recall.is_sorted_by(|a, b| a >= b) && recall[5] > 0, "{recall:?}");
}
