//! What a break-even depends on: the load as Lambda sees it, and the containers that would carry it.
//!
//! In: what a reader typed or an author wrote. Out: a [`Scenario`] whose every value is valid by
//! construction, and the assumptions in words. Must not know: prices.

use crate::fargate;
use crate::field::number_fields;
use crate::lambda::{ApiKind, Field as LambdaField, LambdaInput};
use crate::name::Name;
use crate::number::{self, Kind};
use crate::quantity::{CpuUnits, DiskGb, Headroom, Least, Share, TaskMb, TaskRate, TrafficKb};

/// How AWS supports the cluster's version of Kubernetes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EksSupport {
    /// For its first 14 months.
    Standard,
    /// For the 12 months after.
    Extended,
}

impl EksSupport {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Standard, Self::Extended];

    /// The name that the fragment uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Extended => "extended",
        }
    }

    /// The support of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|support| support.name() == name)
    }
}

/// A load, and what would carry it. Architecture and region are those of the Lambda input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// The load as Lambda sees it; its number of requests is the rate that is looked at.
    pub lambda: LambdaInput,
    /// Processor of one task.
    pub cpu: CpuUnits,
    /// Memory of one task.
    pub memory: TaskMb,
    /// Requests that one task answers each second.
    pub rate: TaskRate,
    /// Tasks that stand whatever the load.
    pub least_tasks: Least,
    /// The EC2 instance type.
    pub instance: Name,
    /// Instances that stand whatever the load.
    pub least_instances: Least,
    /// Part of each instance that stays free.
    pub headroom: Headroom,
    /// Disk of each instance.
    pub disk: DiskGb,
    /// How the EKS version is supported.
    pub eks: EksSupport,
    /// Whether an Application Load Balancer stands before the containers.
    pub alb: bool,
    /// How many of the requests open a new connection.
    pub connections: Share,
    /// Size of a request with its response.
    pub traffic: TrafficKb,
    /// NAT gateways behind the containers.
    pub nat: Least,
    /// What a request sends and gets through them.
    pub nat_traffic: TrafficKb,
    /// Whether public IPv4 addresses are paid for: [`Scenario::BALANCER_ADDRESSES`] of the load
    /// balancer, one of each NAT gateway, or, where there is none, one of each task or instance.
    pub ipv4: bool,
}

impl Scenario {
    /// The worked example: the load of the Lambda calculator's example; tasks with half a processor
    /// and 1 GB that answer 50 requests a second, two of them at least, behind a load balancer.
    pub const EXAMPLE: Self = Self {
        lambda: LambdaInput::EXAMPLE,
        cpu: CpuUnits::EXAMPLE,
        memory: TaskMb::EXAMPLE,
        rate: TaskRate::EXAMPLE,
        least_tasks: Least::TWO,
        instance: Name::M7I_LARGE,
        least_instances: Least::TWO,
        headroom: Headroom::EXAMPLE,
        disk: DiskGb::EXAMPLE,
        eks: EksSupport::Standard,
        alb: true,
        connections: Share::TENTH,
        traffic: TrafficKb::EXAMPLE,
        nat: Least::NONE,
        nat_traffic: TrafficKb::NONE,
        ipv4: false,
    };

    /// Public addresses of a load balancer that faces the internet: one in each of the two zones
    /// that it needs at least.
    pub const BALANCER_ADDRESSES: u64 = 2;

    /// Requests a month that one task answers.
    #[must_use]
    pub fn task_requests(&self) -> u64 {
        // Thousandths of a request each second, for 730 hours.
        self.rate.get().saturating_mul(2_628)
    }

    /// How many tasks go into one instance beside its head-room.
    #[must_use]
    pub fn tasks_in(&self, vcpu: u64, memory_mb: u64) -> u64 {
        let usable = |all: u64| {
            let part = Headroom::WHOLE.saturating_sub(self.headroom.get());
            all.saturating_mul(part).div_euclid(Headroom::WHOLE)
        };
        let by_cpu = usable(vcpu.saturating_mul(1_024)).checked_div(self.cpu.get());
        let by_memory = usable(memory_mb).checked_div(self.memory.get());
        by_cpu.unwrap_or_default().min(by_memory.unwrap_or_default())
    }

    /// Everything that is assumed, in sentences for the reader.
    #[must_use]
    pub fn assumptions(&self) -> Vec<String> {
        let show = |field: Field| field.spec().show(self.get(field));
        let count = |value: u64| number::print(value);
        let mut list = vec![
            "The load is the same all day; a month has 730 hours.".to_owned(),
            self.function(),
            format!(
                "A task has {} vCPU and {} GB and answers {} requests a second; at least {} run at all \
                 times.",
                show(Field::Vcpu),
                show(Field::Memory),
                show(Field::Rate),
                count(self.least_tasks.get())
            ),
            format!(
                "On EC2 and EKS tasks are packed into {} instances, on demand, with {} % of each kept free \
                 and a disk of {} GB; at least {} run at all times.",
                self.instance.as_str(),
                Kind::Percent.print(self.headroom.get()),
                count(self.disk.get()),
                count(self.least_instances.get())
            ),
            format!("The EKS cluster has a version in {} support.", self.eks.name()),
        ];
        list.push(if self.alb {
            format!(
                "Containers stand behind one Application Load Balancer; {} % of the requests open a new \
                 connection, and each keeps one busy for as long as it runs on Lambda; a request with its \
                 response has {} KB.",
                Kind::Percent.print(self.connections.get()),
                count(self.traffic.get())
            )
        } else {
            "No load balancer stands before the containers.".to_owned()
        });
        if self.nat.get() > 0 {
            list.push(format!(
                "NAT gateways of the containers: {}; {} KB of each request pass through them.",
                count(self.nat.get()),
                count(self.nat_traffic.get())
            ));
        }
        list.push(self.addresses());
        list.push(
            "Left out: logs, data transfer to the internet, CPU credits of burstable instances such as \
             t3, Savings Plans, Spot, and people's time."
                .to_owned(),
        );
        list
    }
}

impl Scenario {
    /// What is assumed about the function.
    fn function(&self) -> String {
        let lambda = &self.lambda;
        let show = |field: LambdaField| field.spec().show(lambda.get(field));
        let free = if lambda.free_tier { "left for it" } else { "not used" };
        let mut said = format!(
            "On Lambda a request takes {} ms with {} MB on {}; the free tier is {free}.",
            show(LambdaField::Duration),
            show(LambdaField::Memory),
            lambda.arch.name()
        );
        if lambda.cold.get() > 0 {
            let (cold, init) = (show(LambdaField::Cold), show(LambdaField::Init));
            said.push_str(&format!(" {cold} % of them start cold, with an INIT of {init} ms."));
        }
        said.push_str(match lambda.api {
            ApiKind::Off => " Nothing else stands before it.",
            _ => " API Gateway stands before it, and not before the containers.",
        });
        said
    }

    /// What is assumed about public IPv4 addresses.
    fn addresses(&self) -> String {
        if !self.ipv4 {
            return "Public IPv4 addresses are left out.".to_owned();
        }
        let behind = if self.nat.get() > 0 { "NAT gateway" } else { "task of Fargate and each instance" };
        let before = if self.alb { "two of the load balancer and " } else { "" };
        format!("Public IPv4 addresses are paid for: {before}one of each {behind}.")
    }
}

number_fields! { Scenario:
    /// Processor of a task in CPU units.
    Vcpu, cpu: CpuUnits, *fargate::Field::Vcpu.spec();
    /// Memory of a task in MB.
    Memory, memory: TaskMb, *fargate::Field::Memory.spec();
    /// Requests a second of a task in thousandths.
    Rate, rate: TaskRate,
        Spec::decades("rps_per_task", [TaskRate::MIN, TaskRate::MAX], 10, Kind::PerSecond, "a second", "");
    /// Least number of tasks.
    LeastTasks, least_tasks: Least,
        Spec::decades("min_tasks", [0, Least::MAX], 1, Kind::Count, "tasks", "");
    /// Least number of instances.
    LeastInstances, least_instances: Least,
        Spec::decades("min_instances", [0, Least::MAX], 1, Kind::Count, "instances", "");
    /// Head-room in millionths.
    Headroom, headroom: Headroom,
        Spec::even("headroom_pct", [0, Headroom::MAX], 50_000, Kind::Percent, "%", "");
    /// Disk of an instance in GB.
    Disk, disk: DiskGb,
        Spec::decades("disk_gb", [0, DiskGb::MAX], 1, Kind::Count, "GB", "");
    /// Share of requests with a new connection in millionths.
    Connections, connections: Share,
        Spec::even("new_connection_pct", [0, Share::MAX], 10_000, Kind::Percent, "%", "");
    /// KB of a request with its response.
    Traffic, traffic: TrafficKb,
        Spec::decades("traffic_kb", [0, TrafficKb::MAX], 1, Kind::Kilobytes, "KB", " (1 GB)");
    /// NAT gateways.
    Nat, nat: Least,
        Spec::decades("nat", [0, Least::MAX], 1, Kind::Count, "gateways", "");
    /// KB of a request through NAT.
    NatTraffic, nat_traffic: TrafficKb,
        Spec::decades("nat_kb", [0, TrafficKb::MAX], 1, Kind::Kilobytes, "KB", " (1 GB)");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_are_packed_beside_the_headroom() {
        let with = |cpu: u64, mb: u64, headroom: u64| {
            let set = [(Field::Vcpu, cpu), (Field::Memory, mb), (Field::Headroom, headroom)];
            let scenario =
                set.into_iter().fold(Scenario::EXAMPLE, |s, (field, value)| s.with(field, value).unwrap());
            scenario.tasks_in(2, 8_192)
        };
        assert_eq!(with(512, 1_024, 0), 4, "by processor");
        assert_eq!(with(512, 1_024, 100_000), 3, "3.6 of them");
        assert_eq!(with(256, 4_096, 0), 2, "by memory");
        assert_eq!(with(256, 4_096, 100_000), 1);
        assert_eq!(with(2_048, 4_096, 0), 1);
        assert_eq!(with(2_048, 4_096, 10_000), 0, "nothing may be left free");
    }

    #[test]
    fn assumptions_name_the_numbers() {
        let text = Scenario::EXAMPLE.assumptions().join(" ");
        for part in [
            "120 ms with 1,536 MB on x86_64",
            "left for it. Nothing",
            "0.5 vCPU and 1 GB",
            "50 requests a second",
            "m7i.large",
            "10 % of each",
            "30 GB",
            "IPv4",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let mut cold = Scenario::EXAMPLE;
        cold.lambda = cold.lambda.with(LambdaField::Cold, 5_000).unwrap();
        cold.lambda = LambdaInput { free_tier: false, api: ApiKind::Http, ..cold.lambda };
        let text = cold.assumptions().join(" ");
        assert!(text.contains("not used. 0.5 % of them start cold, with an INIT of"), "{text}");
        assert!(text.contains("API Gateway stands before it"), "{text}");
        let said = |alb, nat| {
            let scenario = Scenario { ipv4: true, alb, ..Scenario::EXAMPLE };
            scenario.with(Field::Nat, nat).unwrap().assumptions().join(" ")
        };
        assert!(said(true, 0).contains("two of the load balancer and one of each task"));
        assert!(said(false, 1).contains("paid for: one of each NAT gateway."));
    }
}
