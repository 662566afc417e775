use std::path::Path;

use studydeck_model::compare::{Verdict, flips, judge};

use super::super::SiteData;
use super::super::tests::file;
use super::*;

/// Questions as exams ask them: what is ticked, the option that wins, and one that loses: with the
/// row that puts it out, or by points alone.
const SCENARIOS: [(&str, &str, &str); 88] = [
    ("least-overhead any-image", "ecs-fargate", "lambda what-you-deploy"),
    ("least-overhead any-image long-run", "ecs-fargate", "lambda max-run-time"),
    ("least-overhead no-kubernetes much-memory", "ecs-fargate", "lambda task-size"),
    ("least-overhead no-cluster-fee any-image", "ecs-fargate", "eks-fargate control-plane-price"),
    ("least-overhead pay-per-use", "lambda", "ecs-fargate you-pay"),
    ("gpu any-image", "ecs-ec2", "ecs-fargate gpu"),
    ("gpu kubernetes", "eks-ec2", "eks-fargate gpu"),
    ("gpu jobs", "batch", "ecs-ec2"),
    ("gpu steady", "ecs-ec2", "lambda gpu"),
    ("gpu hosts-by-aws", "ecs-managed-instances", "ecs-ec2 who-runs-nodes"),
    ("kubernetes", "eks-ec2", "ecs-ec2 what-you-deploy"),
    ("kubernetes no-servers", "eks-fargate", "eks-ec2 who-runs-nodes"),
    ("kubernetes least-overhead", "eks-fargate", "ecs-fargate what-you-deploy"),
    ("kubernetes daemonset", "eks-ec2", "eks-fargate daemons"),
    ("kubernetes daemonset least-overhead", "eks-ec2", "eks-auto-mode"),
    ("kubernetes-by-aws", "eks-auto-mode", "eks-ec2"),
    ("kubernetes-by-aws daemonset", "eks-auto-mode", "eks-fargate daemons"),
    ("kubernetes spot", "eks-ec2", "eks-fargate spot"),
    ("kubernetes steady", "eks-ec2", "ecs-ec2 what-you-deploy"),
    ("kubernetes host-control", "eks-ec2", "eks-auto-mode who-runs-nodes"),
    ("kubernetes windows", "eks-ec2", "eks-fargate windows"),
    ("kubernetes privileged", "eks-ec2", "eks-fargate privileged"),
    ("kubernetes own-kernel", "eks-fargate", "eks-ec2 shared"),
    ("kubernetes no-servers arm", "eks-auto-mode", "eks-fargate arm"),
    ("kubernetes no-servers block-volume", "eks-auto-mode", "eks-fargate storage"),
    ("kubernetes hybrid", "eks-hybrid-nodes", "eks-ec2 who-runs-nodes"),
    ("hybrid", "eks-hybrid-nodes", "ecs-ec2 who-runs-nodes"),
    ("portable", "eks-ec2", "eks-hybrid-nodes"),
    ("portable no-servers", "eks-fargate", "eks-ec2 who-runs-nodes"),
    ("event-driven", "lambda", "ecs-fargate"),
    ("event-driven no-servers", "lambda", "ecs-ec2 who-runs-nodes"),
    ("event-driven gpu", "ecs-ec2", "lambda gpu"),
    ("event-driven long-run no-servers no-kubernetes", "ecs-fargate", "lambda max-run-time"),
    ("event-driven no-containers", "lambda", "ecs-fargate what-you-deploy"),
    ("jobs", "batch", "ecs-fargate"),
    ("jobs long-run", "batch", "lambda max-run-time"),
    ("jobs spot", "batch", "lambda spot"),
    ("jobs spot gpu", "batch", "ecs-fargate gpu"),
    ("jobs no-idle-cost long-run", "batch", "lightsail scale-to-zero"),
    ("spot no-servers", "ecs-fargate", "eks-fargate spot"),
    ("steady", "ecs-ec2", "lambda"),
    ("host-control", "ecs-ec2", "ecs-fargate who-runs-nodes"),
    ("host-control upload-code", "elastic-beanstalk", "ecs-ec2 what-you-deploy"),
    ("windows", "ecs-ec2", "lambda windows"),
    ("windows no-servers", "ecs-fargate", "lambda windows"),
    ("privileged no-kubernetes", "ecs-ec2", "ecs-fargate privileged"),
    ("daemonset no-kubernetes", "ecs-ec2", "ecs-fargate daemons"),
    ("hosts-by-aws", "ecs-managed-instances", "ecs-ec2 who-runs-nodes"),
    ("fixed-price", "lightsail", "lambda you-pay"),
    ("fixed-price beginner", "lightsail", "elastic-beanstalk you-pay"),
    ("fixed-price one-step", "lightsail", "ecs-express-mode you-pay"),
    ("beginner", "lightsail", "elastic-beanstalk"),
    ("beginner upload-code", "elastic-beanstalk", "lightsail what-you-deploy"),
    ("beginner own-vpc", "elastic-beanstalk", "lightsail network-mode"),
    ("upload-code", "elastic-beanstalk", "ecs-ec2 what-you-deploy"),
    ("no-containers upload-code", "elastic-beanstalk", "lambda who-runs-nodes"),
    ("no-containers long-run", "elastic-beanstalk", "lambda max-run-time"),
    ("pay-per-use", "lambda", "ecs-fargate you-pay"),
    ("no-idle-cost", "lambda", "eks-fargate control-plane-price"),
    ("no-idle-cost any-image spiky", "ecs-fargate", "lambda what-you-deploy"),
    ("spiky", "lambda", "ecs-fargate"),
    ("spiky any-image", "ecs-fargate", "lambda what-you-deploy"),
    ("one-step", "ecs-express-mode", "app-runner"),
    ("one-step least-overhead", "ecs-express-mode", "ecs-fargate"),
    ("app-runner-customer", "app-runner", "ecs-express-mode"),
    ("app-runner-customer gpu", "ecs-ec2", "app-runner gpu"),
    ("own-kernel any-image", "ecs-fargate", "ecs-ec2 shared"),
    ("shared-files no-servers any-image", "ecs-fargate", "lightsail shared-storage"),
    ("gpu no-servers no-kubernetes", "ecs-managed-instances", "batch"),
    ("privileged no-servers no-kubernetes", "ecs-managed-instances", "batch privileged"),
    ("jobs no-servers gpu", "batch", "ecs-fargate gpu"),
    ("no-idle-cost steady", "lambda", "ecs-ec2 you-pay"),
    ("no-idle-cost one-step any-image", "ecs-fargate", "ecs-express-mode you-pay"),
    ("windows one-step", "ecs-ec2", "ecs-express-mode windows"),
    ("windows beginner", "ecs-ec2", "elastic-beanstalk windows"),
    ("much-memory beginner", "elastic-beanstalk", "lightsail task-size"),
    // What is true of one set-up and what is true of another: no Batch job has both.
    ("windows privileged", "eks-ec2", "batch windows"),
    ("own-kernel privileged jobs", "ecs-managed-instances", "batch shared"),
    ("jobs windows privileged", "eks-ec2", "ecs-ec2 privileged"),
    ("jobs windows spot", "ecs-ec2", "ecs-fargate spot"),
    ("jobs host-control", "batch", "ecs-ec2"),
    ("jobs daemonset", "batch", "lambda daemons"),
    ("jobs no-kubernetes daemonset", "ecs-ec2", "batch daemons"),
    ("jobs block-volume no-servers", "ecs-fargate", "batch storage"),
    ("windows much-memory", "ecs-ec2", "ecs-fargate task-size"),
    ("windows spot", "ecs-ec2", "ecs-fargate spot"),
    // What nobody could verify comes after what surely meets it.
    ("gpu own-kernel", "ecs-managed-instances", "elastic-beanstalk"),
    ("one-step spot", "ecs-fargate", "ecs-express-mode"),
];

fn site_data() -> SiteData {
    fn walk(folder: &Path, name: &str, files: &mut Vec<TextFile>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let below = format!("{name}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{below}/"), files);
            } else {
                files.push(file(&below, &std::fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    let mut files = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content/data"), "", &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let (data, problems) = super::super::parse(&files);
    let problems: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
    assert_eq!(problems, [""; 0]);
    data
}

struct Chooser {
    data: SiteData,
    options: Vec<String>,
}

impl Chooser {
    fn new() -> Self {
        let data = site_data();
        let options = data.comparison.compute_options().map(|option| option.id.clone()).collect();
        Self { data, options }
    }

    fn ticked(&self, words: &str) -> Vec<usize> {
        let find = |id: &str| self.data.needs.iter().position(|need| need.id == id);
        words.split(' ').map(|id| find(id).unwrap_or_else(|| panic!("{id}"))).collect()
    }

    fn judge(&self, ticked: &[usize]) -> Verdict {
        judge(&self.data.needs, self.options.len(), ticked)
    }

    fn names(&self, places: &[usize]) -> Vec<&str> {
        places.iter().map(|&at| self.options[at].as_str()).collect()
    }
}

#[test]
fn each_scenario_has_the_expected_winner_for_the_expected_reason() {
    let chooser = Chooser::new();
    let rows: Vec<&str> = chooser.data.comparison.compute_rows().map(|(id, _)| id).collect();
    let mut wrong = Vec::new();
    for (words, winner, lost) in SCENARIOS {
        let verdict = chooser.judge(&chooser.ticked(words));
        let winners = chooser.names(&verdict.winners);
        if winners != [winner] {
            wrong.push(format!("{words}: {winners:?} and not {winner}"));
        }
        let (loser, row) = lost.split_once(' ').map_or((lost, None), |(loser, row)| (loser, Some(row)));
        let place = chooser.options.iter().position(|option| option == loser).unwrap();
        let standing = &verdict.standings[place];
        let as_said = match row {
            Some(row) => standing.out.iter().any(|hit| rows[hit.row] == row),
            None => {
                let best = verdict.winners.first().map(|&at| verdict.standings[at].points);
                standing.out.is_empty() && Some(standing.points) < best
            }
        };
        if !as_said {
            wrong.push(format!("{words}: {loser} did not lose by {row:?}: {standing:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What contradicts itself has no answer, rather than a wrong one.
const CONTRADICTIONS: [&str; 13] = [
    "host-control no-servers",
    "host-control hosts-by-aws no-kubernetes",
    "pay-per-use kubernetes",
    "pay-per-use fixed-price",
    "fixed-price gpu",
    "fixed-price much-memory",
    "upload-code no-servers",
    "hybrid no-kubernetes",
    "any-image no-containers",
    "any-image upload-code",
    "windows arm",
    "windows shared-files",
    "windows privileged no-servers",
];

#[test]
fn what_contradicts_itself_has_no_answer() {
    let chooser = Chooser::new();
    for words in CONTRADICTIONS {
        let winners = chooser.judge(&chooser.ticked(words)).winners;
        assert!(winners.is_empty(), "{words}: {:?}", chooser.names(&winners));
    }
}

#[test]
fn every_flip_of_a_scenario_holds_when_it_is_run_again() {
    let chooser = Chooser::new();
    let (mut total, mut without) = (0, 0);
    for (words, winner, _) in SCENARIOS {
        let ticked = chooser.ticked(words);
        let found = flips(&chooser.data.needs, chooser.options.len(), &ticked);
        let all = 0..chooser.data.needs.len();
        let other = |need: usize| {
            let is_free = !chooser.data.needs[need].is_always();
            let changed: Vec<usize> = match ticked.contains(&need) {
                true => ticked.iter().copied().filter(|&other| other != need).collect(),
                false => ticked.iter().copied().chain([need]).collect(),
            };
            let after = chooser.judge(&changed).winners;
            is_free && after.len() == 1 && chooser.options[after[0]] != winner
        };
        assert_eq!(found.is_empty(), !all.into_iter().any(other), "{words}: no flip is overlooked");
        without += usize::from(found.is_empty());
        for flip in found {
            let after = chooser.judge(&flip.change.apply(&ticked));
            assert_eq!(after.winners, [flip.winner], "{words}: {:?}", flip.change);
            assert_ne!(chooser.options[flip.winner], winner);
            total += 1;
        }
    }
    // Where one requirement names a single option, there may be nothing to change.
    assert!(total > 100 && without < 10, "{total} flips, {without} scenarios without one");
}

#[test]
fn one_more_requirement_never_brings_an_option_back() {
    let chooser = Chooser::new();
    for (words, ..) in SCENARIOS {
        let ticked = chooser.ticked(words);
        let before = chooser.judge(&ticked);
        for more in 0..chooser.data.needs.len() {
            let mut with: Vec<usize> = vec![more];
            with.extend(&ticked);
            let after = chooser.judge(&with);
            for (before, after) in before.standings.iter().zip(&after.standings) {
                assert!(before.out.is_empty() || !after.out.is_empty(), "{words} and {more}");
            }
        }
    }
}

#[test]
fn there_are_enough_requirements_and_scenarios() {
    let needs = Chooser::new().data.needs;
    assert!(needs.iter().filter(|need| !need.is_always()).count() >= 25);
    for need in needs.iter().filter(|need| !need.is_always()) {
        let used = SCENARIOS.iter().any(|(words, ..)| words.split(' ').any(|id| id == need.id));
        assert!(used, "no scenario ticks `{}`", need.id);
    }
}

const DIMENSIONS: &str = "[price]\nname='Price'\ngroup='Cost'\nhelp='What it costs.'\n";

fn mistakes(rules: &str) -> Vec<String> {
    let option = |unverified: &str| {
        format!("name='A'\nshort='A'\n[cells.price]\nvalue='free'\nsources=['s']\nunverified={unverified}\n")
    };
    let files = [
        file("dimensions.toml", DIMENSIONS),
        file("options/a.toml", &option("false")),
        file("options/b.toml", &option("true")),
        file("rules.toml", rules),
    ];
    super::super::parse(&files).1.into_iter().map(|problem| problem.message).collect()
}

#[test]
fn mistakes_in_the_rules_are_reported() {
    let rule = |id: &str, rest: &str| format!("[{id}]\nwords='W'\ngroup='G'\n{rest}\n");
    for (rules, expected) in [
        (rule("x", "out.prize = ['a']"), "`x`: there is no dimension `prize` of compute options"),
        (rule("x", "weigh.price = { c = 1 }"), "`x`: there is no compute option `c`"),
        (rule("x", "out.price = ['b']"), "`x`: `b` has no source on `price`"),
        (rule("x", "weigh.price = { a = 1 }\nonly.price = { a = ['A'] }"), "`x`: `a` has no set-up `A`"),
        (rule("always", "weigh.price = { a = 1 }"), "`always`: the group is wrong"),
        (rule("x", "weigh.price = { a = 1 }"), "`b` can never win, whatever is asked for"),
        (rule("x", "colour = 'red'"), "`x`: unknown key `colour`"),
    ] {
        assert_eq!(mistakes(&rules), [expected], "{rules}");
    }
}
