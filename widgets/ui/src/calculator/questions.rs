//! What the calculators ask, as tables: groups of questions, their words, and examples.
//!
//! In: nothing. Out: data for the form. Must not know: values.

use studydeck_model::field::Spec;
use studydeck_model::lambda::Preset;
use studydeck_model::{breakeven, fargate, lambda};

/// A group of questions.
pub(super) struct Group {
    /// Which calculators ask it: `l` Lambda, `f` Fargate, `b` break-even.
    pub of: &'static str,
    /// The end of the id of its fold; empty if it always stands open.
    pub fold: &'static str,
    /// What stands on the fold.
    pub title: &'static str,
    /// The questions.
    pub asks: &'static [Ask],
}

/// A question.
pub(super) enum Ask {
    /// A number.
    Number(&'static Spec),
    /// One of a few words: for each, in the order of `controls::RADIOS`, what the reader sees and what
    /// stands behind it, small.
    Radio(&'static str, &'static [(&'static str, &'static str)]),
    /// Yes or no.
    Check(&'static str),
    /// The region.
    Region,
    /// The EC2 instance type.
    Instance,
    /// Which function.
    Functions,
}

const ARCH: Ask = Ask::Radio("arch", &[("x86_64", " Intel, AMD"), ("arm64", " Graviton")]);

const fn of_lambda(field: lambda::Field) -> Ask {
    Ask::Number(field.spec())
}

const fn of_scenario(field: breakeven::Field) -> Ask {
    Ask::Number(field.spec())
}

const fn of_fargate(field: fargate::Field) -> Ask {
    Ask::Number(field.spec())
}

use breakeven::Field as B;
use fargate::Field as F;
use lambda::Field as L;

/// Every group, in the order of the forms.
pub(super) const GROUPS: &[Group] = &[
    Group { of: "lfb", fold: "", title: "", asks: &[Ask::Region] },
    Group {
        of: "l",
        fold: "",
        title: "",
        asks: &[
            of_lambda(L::Requests),
            of_lambda(L::Duration),
            of_lambda(L::Memory),
            ARCH,
            Ask::Check("free_tier"),
        ],
    },
    Group {
        of: "l",
        fold: "cold",
        title: "Cold starts and /tmp",
        asks: &[of_lambda(L::Cold), of_lambda(L::Init), of_lambda(L::Tmp)],
    },
    Group {
        of: "l",
        fold: "provisioned",
        title: "Provisioned concurrency",
        asks: &[
            of_lambda(L::PcUnits),
            of_lambda(L::PcHours),
            of_lambda(L::PcRequests),
            of_lambda(L::PcDuration),
        ],
    },
    Group {
        of: "l",
        fold: "snap",
        title: "SnapStart and streaming",
        asks: &[
            Ask::Check("snapstart"),
            of_lambda(L::Restore),
            of_lambda(L::SnapHours),
            of_lambda(L::Stream),
            of_lambda(L::StreamMb),
        ],
    },
    Group {
        of: "l",
        fold: "gateway",
        title: "API Gateway",
        asks: &[
            Ask::Radio(
                "api",
                &[
                    ("None", " function URL, events"),
                    ("HTTP API", ""),
                    ("REST API", ""),
                    ("WebSocket API", " each request is a message; those that you send back are left out"),
                ],
            ),
            of_lambda(L::ApiKb),
            of_lambda(L::WsMinutes),
        ],
    },
    Group { of: "l", fold: "functions", title: "Several functions", asks: &[Ask::Functions] },
    Group {
        of: "f",
        fold: "",
        title: "",
        asks: &[
            Ask::Radio("os", &[("Linux", ""), ("Windows", " on x86_64")]),
            ARCH,
            Ask::Radio("capacity", &[("On demand", ""), ("Spot", " on ECS, at old prices")]),
            of_fargate(F::Vcpu),
            of_fargate(F::Memory),
            of_fargate(F::Tasks),
            Ask::Radio("per", &[("Hours", ""), ("Minutes", "")]),
            of_fargate(F::Hours),
            of_fargate(F::Minutes),
            of_fargate(F::Days),
            of_fargate(F::Storage),
        ],
    },
    Group {
        of: "b",
        fold: "",
        title: "",
        asks: &[
            of_lambda(L::Requests),
            of_lambda(L::Duration),
            of_lambda(L::Memory),
            ARCH,
            Ask::Check("free_tier"),
        ],
    },
    Group {
        of: "b",
        fold: "tasks-fold",
        title: "Tasks",
        asks: &[
            of_scenario(B::Vcpu),
            of_scenario(B::Memory),
            of_scenario(B::Rate),
            of_scenario(B::LeastTasks),
        ],
    },
    Group {
        of: "b",
        fold: "instances-fold",
        title: "Instances of EC2 and EKS",
        asks: &[
            Ask::Instance,
            of_scenario(B::Headroom),
            of_scenario(B::LeastInstances),
            of_scenario(B::Disk),
            Ask::Radio("eks_support", &[("Standard", " first 14 months"), ("Extended", " 12 months more")]),
        ],
    },
    Group {
        of: "b",
        fold: "network-fold",
        title: "Load balancer and network",
        asks: &[
            Ask::Check("alb"),
            of_scenario(B::Connections),
            of_scenario(B::Traffic),
            Ask::Check("public_ipv4"),
            of_scenario(B::Nat),
            of_scenario(B::NatTraffic),
        ],
    },
];

/// The question of a key, and what helps to answer it.
pub(super) fn words(key: &str) -> (&'static str, &'static str) {
    let row = WORDS.iter().find(|(known, ..)| *known == key);
    row.map_or(("", ""), |&(_, label, hint)| (label, hint))
}

const WORDS: &[(&str, &str, &str)] = &[
    ("region", "Region", ""),
    ("requests", "Requests a month", "Also 3M, 2.5 billion, 40/s or 1000/day"),
    ("duration_ms", "Average duration (ms)", "Billed per 1 ms, rounded up. Also 1.5 s"),
    ("memory_mb", "Memory (MB)", "Also 1.5 GB"),
    ("arch", "Architecture", ""),
    ("free_tier", "Free tier", " of the account, unused by other functions"),
    ("cold_pct", "Cold starts (%)", "Share of the requests on demand"),
    ("init_ms", "INIT of a cold start (ms)", "Billed for every function since August 2025"),
    ("tmp_mb", "Ephemeral storage, /tmp (MB)", "The first 512 MB cost nothing"),
    ("pc_units", "Units", "Environments that are kept warm"),
    ("pc_hours", "Hours a month", "For which it is on. Rounded up to 5 minutes"),
    ("pc_requests", "Requests on it", "Of all requests of the month. Also 3M"),
    ("pc_duration_ms", "Duration of one of these (ms)", "Also 1.5 s"),
    ("snapstart", "SnapStart", " for Python and .NET. For Java it costs nothing"),
    ("restore_pct", "Restores (%)", "Share of the requests on demand that restore a snapshot"),
    ("snap_hours", "Hours a version is published", "Its snapshot is kept and billed for at least 3 hours"),
    ("stream_pct", "Streamed responses (%)", "Share of all responses"),
    ("stream_mb", "Size of one of these (MB)", "The first 6 MB of each cost nothing"),
    ("api", "Before the function", ""),
    ("api_kb", "Size of a call (KB)", "An HTTP API bills each 512 KB, a WebSocket API each 32 KB"),
    ("ws_minutes", "Minutes of connections", "All connections of the month together"),
    ("os", "Operating system", ""),
    ("capacity", "Capacity", ""),
    ("vcpu", "vCPU of a task", "0.25, 0.5, 1, 2, 4, 8, 16 or 32"),
    ("memory_gb", "Memory of a task (GB)", "Also 512 MB. The vCPU decides what is on offer"),
    ("tasks", "Tasks at the same time", ""),
    ("per", "Each task runs for", ""),
    ("hours_per_day", "Hours a day", ""),
    ("minutes_per_day", "Minutes a day", "At least 1 is billed, on Windows 5"),
    ("days", "Days a month", "30.4167 days are 730 hours"),
    ("storage_gb", "Ephemeral storage (GB)", "The first 20 GB cost nothing"),
    ("rps_per_task", "Requests a task answers (a second)", "Measure it: this decides most. Also 0.5"),
    ("min_tasks", "Tasks at least", "They run and are paid for without a request as well"),
    ("instance", "Instance type", "On demand, Linux"),
    ("headroom_pct", "Kept free on each instance (%)", "For the system, deployments, and one busy task"),
    ("min_instances", "Instances at least", "Two, in two zones, survive the loss of one"),
    ("disk_gb", "Disk of an instance (GB)", "gp3, for the month"),
    ("eks_support", "Support of the EKS version", "Extended costs six times as much"),
    ("alb", "Load balancer", " an Application Load Balancer before the containers"),
    ("new_connection_pct", "New connections (%)", "Share of the requests that open one"),
    ("traffic_kb", "A request with its response (KB)", "What passes through the load balancer. Also 1 MB"),
    ("public_ipv4", "Public IPv4 addresses", " of load balancer, NAT gateways, or tasks and instances"),
    ("nat", "NAT gateways", "One in each zone is usual. None: containers have public addresses"),
    ("nat_kb", "Through NAT, each request (KB)", "What a request sends and gets through a NAT gateway"),
];

/// Examples of Fargate.
pub(super) const FARGATE_PRESETS: [Preset; 5] = [
    Preset {
        name: "Small web service",
        teaches: "Two small tasks day and night: what stands idle is paid as well.",
        fragment: "v=1&os=linux&arch=x86_64&vcpu=0.5&memory_gb=1&tasks=2&hours_per_day=24&days=30",
    },
    Preset {
        name: "The same on Graviton",
        teaches: "arm64 costs a fifth less, if the image is built for it.",
        fragment: "v=1&os=linux&arch=arm64&vcpu=0.5&memory_gb=1&tasks=2&hours_per_day=24&days=30",
    },
    Preset {
        name: "Ten minutes a day",
        teaches: "AWS\u{2019}s own example: five tasks with 30 GB of storage, of which 20 cost nothing.",
        fragment: "v=1&os=linux&arch=x86_64&vcpu=1&memory_gb=2&tasks=5&minutes_per_day=10&days=30&storage_gb=30",
    },
    Preset {
        name: "Work that may stop",
        teaches: "Spot is far cheaper, for tasks that can be stopped and begun again. Its price here is an old one.",
        fragment: "v=1&os=linux&arch=x86_64&capacity=spot&vcpu=1&memory_gb=2&tasks=20&hours_per_day=3&days=30",
    },
    Preset {
        name: "Windows",
        teaches: "Windows adds its licence, and dearer processors.",
        fragment: "v=1&os=windows&arch=x86_64&vcpu=1&memory_gb=2&tasks=10&hours_per_day=1&days=30",
    },
];

#[cfg(test)]
mod tests {
    use super::super::controls::{CHECKS, FOLDS, RADIOS};
    use super::*;

    fn key(ask: &Ask) -> Option<&'static str> {
        match ask {
            Ask::Number(spec) => Some(spec.key),
            Ask::Radio(key, _) | Ask::Check(key) => Some(key),
            _ => None,
        }
    }

    #[test]
    fn every_question_has_words_once_and_is_one_that_the_browser_knows() {
        for ask in GROUPS.iter().flat_map(|group| group.asks) {
            let Some(key) = key(ask) else { continue };
            assert_eq!(WORDS.iter().filter(|(known, ..)| *known == key).count(), 1, "{key}");
            match ask {
                Ask::Radio(_, labels) => {
                    let radio = RADIOS.iter().find(|(known, _)| *known == key).map(|(_, words)| words.len());
                    assert_eq!(radio, Some(labels.len()), "{key}");
                }
                Ask::Check(_) => assert!(CHECKS.contains(&key), "{key}"),
                _ => {}
            }
        }
    }

    #[test]
    fn a_fold_opens_for_each_question_in_it() {
        for group in GROUPS.iter().filter(|group| !group.fold.is_empty()) {
            let (_, keys) = FOLDS.iter().find(|(end, _)| *end == group.fold).unwrap();
            for key in group.asks.iter().filter_map(key) {
                assert!(keys.contains(&key), "{key} in {}", group.fold);
            }
        }
    }

    #[test]
    fn the_break_even_asks_for_everything_that_it_depends_on() {
        let asked: Vec<&str> = GROUPS
            .iter()
            .filter(|group| group.of.contains('b'))
            .flat_map(|group| group.asks)
            .filter_map(key)
            .collect();
        assert!(breakeven::Field::ALL.iter().all(|field| asked.contains(&field.key())), "{asked:?}");
    }
}
