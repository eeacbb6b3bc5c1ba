//! The life of an incident and its clocks, as plain functions.

mod composing;
mod filter;

use calendar::{Calendar, Deadline, Delays, Duty, Facts};
use declarations::rules::{Answers, Criterion, Proposal, RuleSet};
use vocabulary::{Instant, Problem, Refusal, Refused, Severity};

pub use composing::{Audience, Playbook, Template};
pub(crate) use filter::MOST_WORDS;
pub use filter::{Filter, Key, Query, Reader};

/// Whom the directive (EU) 2022/2555 (NIS 2) obliges to notify a significant incident, as the operator knows its country's law.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Nis2 {
    /// Nobody yet.
    #[default]
    Nobody,
    /// Structures that declare that they are operators of vital importance or of essential services.
    Declared,
    /// Every structure.
    Everybody,
}

impl Nis2 {
    /// The one of that name, as settings write it: `off`, `declared`, `all`.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "off" => Some(Self::Nobody),
            "declared" => Some(Self::Declared),
            "all" => Some(Self::Everybody),
            _ => None,
        }
    }

    /// The optional regimes under which a structure declares.
    pub fn regimes(self, answers: &Answers) -> &'static [&'static str] {
        let operates =
            || answers.chosen("operator_status").iter().any(|status| matches!(*status, "oiv" | "ose"));
        match self {
            Self::Everybody => &["nis2"],
            Self::Declared if operates() => &["nis2"],
            Self::Declared | Self::Nobody => &[],
        }
    }
}

/// Where an incident is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Filed; nobody of the cell has it yet.
    Declared,
    /// Somebody of the cell has it.
    Taken,
    /// Qualified by a person.
    Qualified,
    /// Not within the law's scope; the structure was told why.
    OutOfScope,
    /// The cell helps.
    Accompanied,
    /// The structure handles it; the cell follows.
    Followed,
    /// It spreads no more.
    Contained,
    /// The structure says that it is over.
    Resolved,
    /// Its lessons are written down.
    Closed,
    /// Told twice: the cell works on the other one, to which it is attached.
    Attached,
}

impl State {
    /// All, in the order of a life.
    pub const ALL: [Self; 10] = [
        Self::Declared,
        Self::Taken,
        Self::Qualified,
        Self::OutOfScope,
        Self::Accompanied,
        Self::Followed,
        Self::Contained,
        Self::Resolved,
        Self::Closed,
        Self::Attached,
    ];

    /// Stable name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Declared => "declared",
            Self::Taken => "taken",
            Self::Qualified => "qualified",
            Self::OutOfScope => "out-of-scope",
            Self::Accompanied => "accompanied",
            Self::Followed => "followed",
            Self::Contained => "contained",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
            Self::Attached => "attached",
        }
    }

    /// The state of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the cell still has something to do.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::OutOfScope | Self::Closed | Self::Attached)
    }
}

/// What a person of the cell can do to an incident's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Command {
    /// Take it in charge.
    Take,
    /// Confirm or correct its qualification.
    Qualify,
    /// Say that it is not within the law's scope. Asks for a reason.
    PutOutOfScope,
    /// Help the structure.
    Accompany,
    /// Let the structure handle it, and follow.
    Follow,
    /// Note that it spreads no more.
    Contain,
    /// Note that the structure says that it is over.
    Resolve,
    /// Close it, with its lessons.
    Close,
    /// Open it again. Asks for a reason.
    Reopen,
}

impl Command {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Take,
        Self::Qualify,
        Self::Accompany,
        Self::Follow,
        Self::Contain,
        Self::Resolve,
        Self::Close,
        Self::PutOutOfScope,
        Self::Reopen,
    ];

    /// Stable name, as forms send it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Take => "take",
            Self::Qualify => "qualify",
            Self::PutOutOfScope => "put-out-of-scope",
            Self::Accompany => "accompany",
            Self::Follow => "follow",
            Self::Contain => "contain",
            Self::Resolve => "resolve",
            Self::Close => "close",
            Self::Reopen => "reopen",
        }
    }

    /// The command of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|command| command.code() == code)
    }

    /// Whether it must say why.
    pub const fn asks_for_a_reason(self) -> bool {
        matches!(self, Self::PutOutOfScope | Self::Close | Self::Reopen)
    }

    /// Whether the work of the cell ends with it, so that it may write something for the structure to read.
    pub const fn tells_the_structure(self) -> bool {
        matches!(self, Self::PutOutOfScope | Self::Close)
    }
}

/// The state to which a command leads, if it can be given there.
pub const fn next(state: State, command: Command) -> Option<State> {
    use State as S;
    Some(match (command, state) {
        (Command::Take, S::Declared) | (Command::Reopen, S::OutOfScope) => S::Taken,
        (Command::Qualify, S::Taken | S::Qualified) => S::Qualified,
        // A correction, later: the incident stays where it is.
        (Command::Qualify, S::Accompanied | S::Followed | S::Contained | S::Resolved) => state,
        (Command::PutOutOfScope, S::Taken | S::Qualified) => S::OutOfScope,
        (Command::Accompany, S::Qualified | S::Followed) | (Command::Reopen, S::Resolved | S::Closed) => {
            S::Accompanied
        }
        (Command::Follow, S::Qualified | S::Accompanied) => S::Followed,
        (Command::Contain, S::Accompanied | S::Followed) => S::Contained,
        (Command::Resolve, S::Accompanied | S::Followed | S::Contained) => S::Resolved,
        (Command::Close, S::Resolved) => S::Closed,
        _ => return None,
    })
}

/// Seconds after which an open incident of which nobody says anything is to be looked at: a week.
pub const SILENCE: i64 = 7 * 24 * 3600;

/// What can be done from a state, in the order in which it is offered.
pub fn offered(state: State) -> Vec<Command> {
    Command::ALL.into_iter().filter(|command| next(state, *command).is_some()).collect()
}

/// The next state, or why not.
pub fn advance(state: State, command: Command, reason: &str) -> Result<State, Refusal> {
    let next =
        next(state, command).ok_or_else(|| Refusal::new("not-from-there").with("state", state.code()))?;
    if command.asks_for_a_reason() && reason.trim().is_empty() {
        return Err(Refusal::new("reason-required").at("reason"));
    }
    Ok(next)
}

/// One of two incidents that somebody says are one.
#[derive(Clone, Copy, Debug)]
pub struct Twin {
    /// Where it is in its life.
    pub state: State,
    /// Whether it is an exercise.
    pub exercise: bool,
    /// How many are attached to it.
    pub duplicates: usize,
}

/// Whether one can be attached to the other, or why not. No chains: whoever reads the one that is kept reads them all.
pub fn attach(duplicate: Twin, kept: Twin) -> Result<(), Refusal> {
    let code = if duplicate.state == State::Attached {
        "duplicate-already"
    } else if kept.state == State::Attached {
        "duplicate-of-duplicate"
    } else if duplicate.duplicates > 0 {
        "duplicate-has-own"
    } else if !duplicate.state.is_open() || !kept.state.is_open() {
        "duplicate-closed"
    } else if duplicate.exercise != kept.exercise {
        "duplicate-exercise"
    } else {
        return Ok(());
    };
    Err(Refusal::new(code))
}

/// Whether an incident can stop to be an exercise: only as long as nobody was told anything as one.
pub fn unmark(sent: i64, attached: bool) -> Result<(), Refusal> {
    match (sent, attached) {
        (_, true) => Err(Refusal::new("exercise-attached")),
        (0, false) => Ok(()),
        _ => Err(Refusal::new("exercise-sent")),
    }
}

/// What a person says an incident is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qualification {
    /// The criteria that hold, in order.
    pub criteria: Vec<Criterion>,
    /// 1 to 5.
    pub severity: Severity,
    /// Grave, in the words of the rule set.
    pub grave: bool,
    /// Significant.
    pub significant: bool,
}

/// Confirms the proposal, or corrects it: a correction says why.
pub fn qualify(
    proposal: &Proposal,
    criteria: &[Criterion],
    severity: Severity,
    reason: &str,
) -> Result<Qualification, Problem> {
    let mut criteria = criteria.to_vec();
    criteria.sort_unstable();
    criteria.dedup();
    let proposed: Vec<Criterion> = proposal.criteria.iter().map(|fired| fired.criterion).collect();
    let corrected = criteria != proposed || severity.value() != proposal.severity;
    if corrected && reason.trim().is_empty() {
        return Err(Refused::invalid(Refusal::new("reason-required").at("reason")).into());
    }
    let (grave, significant) = RuleSet::by_version(&proposal.rule_set)?.weigh(&criteria);
    Ok(Qualification { criteria, severity, grave, significant })
}

/// From this severity, as the rules propose it, an incident is taken in charge as one with danger is, and wakes somebody as it does:
/// patients sent elsewhere, a plan blanc, a nation. What a person says later wakes by rules of its own.
pub const AT_ONCE: i64 = 4;

/// The clocks of a declaration, as the facts now are: those of the cell run from it, those of the structure's own duties
/// from when it noticed, in the time of its department.
pub fn deadlines(
    proposal: &Proposal,
    danger: bool,
    (declared_at, noticed_at): (Instant, Instant),
    department: Option<&str>,
    delays: &Delays,
) -> Vec<Deadline> {
    let obliges = |code| proposal.duties.iter().any(|duty| duty.code == code);
    let (personal_data, malicious, nis2) = (obliges("cnil"), obliges("insurer"), obliges("nis2-24h"));
    let danger = danger || i64::from(proposal.severity) >= AT_ONCE;
    let facts = Facts { declared_at, noticed_at, danger, personal_data, nis2, malicious };
    let cell = Calendar::of_the_cell();
    let place = department.and_then(Calendar::in_department).unwrap_or_else(|| cell.clone());
    calendar::deadlines(&facts, delays, &cell, &place)
}

/// The clock of a qualification that begins now: that of an incident which was out of scope and is opened again.
pub fn qualification(now: Instant, delays: &Delays) -> Option<Deadline> {
    let (declared_at, noticed_at) = (now, now);
    let facts =
        Facts { declared_at, noticed_at, danger: false, personal_data: false, nis2: false, malicious: false };
    let cell = Calendar::of_the_cell();
    let all = calendar::deadlines(&facts, delays, &cell, &cell);
    all.into_iter().find(|deadline| deadline.duty == Duty::Qualification)
}

#[cfg(test)]
mod tests {
    use super::*;
    use declarations::rules::Fired;
    use proptest::{prelude::*, sample::subsequence};

    fn proposal() -> Proposal {
        RuleSet::by_version("2022").unwrap().propose(&Answers::default())
    }

    #[test]
    fn every_life_ends_and_nothing_closes_unresolved() {
        // What is attached is given back as it was: nothing else can be done to it.
        assert!(offered(State::Attached).is_empty());
        for state in State::ALL.into_iter().filter(|state| *state != State::Attached) {
            assert!(!offered(state).is_empty(), "{state:?} is a dead end");
            assert_eq!(next(state, Command::Close).is_some(), state == State::Resolved, "{state:?}");
            assert_eq!(State::from_code(state.code()), Some(state));
            for command in offered(state) {
                assert_eq!(Command::from_code(command.code()), Some(command));
                assert!(advance(state, command, "because").is_ok());
                assert_eq!(advance(state, command, " ").is_err(), command.asks_for_a_reason(), "{command:?}");
            }
        }
        assert_eq!(advance(State::Declared, Command::Close, "x").unwrap_err().code, "not-from-there");
    }

    #[test]
    fn two_that_are_one_are_open_of_a_kind_and_make_no_chain() {
        let open = Twin { state: State::Taken, exercise: false, duplicates: 0 };
        let attached = Twin { state: State::Attached, ..open };
        let closed = Twin { state: State::Closed, ..open };
        let exercise = Twin { exercise: true, ..open };
        let parent = Twin { duplicates: 1, ..open };
        for (duplicate, kept, refused) in [
            (open, open, None),
            (open, parent, None),
            (exercise, exercise, None),
            (attached, open, Some("duplicate-already")),
            (open, attached, Some("duplicate-of-duplicate")),
            (parent, open, Some("duplicate-has-own")),
            (closed, open, Some("duplicate-closed")),
            (open, closed, Some("duplicate-closed")),
            (exercise, open, Some("duplicate-exercise")),
            (open, exercise, Some("duplicate-exercise")),
        ] {
            assert_eq!(
                attach(duplicate, kept).err().map(|refusal| refusal.code),
                refused,
                "{duplicate:?} {kept:?}"
            );
        }
        let unmarked = |sent, attached| unmark(sent, attached).err().map(|refusal| refusal.code);
        assert_eq!(
            [unmarked(0, false), unmarked(1, false), unmarked(0, true)],
            [None, Some("exercise-sent"), Some("exercise-attached")]
        );
    }

    #[test]
    fn a_correction_says_why_and_a_confirmation_need_not() {
        let (proposal, one, three) = (proposal(), Severity::new(1).unwrap(), Severity::new(3).unwrap());
        assert!(qualify(&proposal, &[], one, "").is_ok());
        assert!(qualify(&proposal, &[], three, "").is_err());
        let corrected =
            qualify(&proposal, &[Criterion::C5, Criterion::C1, Criterion::C5], three, "Appel du RSSI")
                .unwrap();
        assert_eq!(corrected.criteria, [Criterion::C1, Criterion::C5]);
        assert!(corrected.grave && corrected.significant);
    }

    #[test]
    fn clocks_are_those_of_the_calendar() {
        let at = |text: &str| Instant::from_timestamp(text.parse().unwrap());
        let night = at("2026-03-14T03:00:00+01:00");
        let clocks = |danger, nis2, department| {
            // What NIS2 obliges to is known by the facts, under its regime.
            let answers: Answers = serde_json::from_str(r#"{"care":{"chosen":["potential"]}}"#).unwrap();
            let regimes = if nis2 { Nis2::Everybody } else { Nis2::Nobody }.regimes(&answers);
            let proposal = RuleSet::by_version("2022").unwrap().propose_under(&answers, regimes);
            let found = deadlines(&proposal, danger, (night, night), department, &Delays::default());
            found.into_iter().map(|deadline| (deadline.duty.code(), deadline.due)).collect::<Vec<_>>()
        };
        let acknowledgement = ("acknowledgement", at("2026-03-14T03:15:00+01:00"));
        let qualify = ("qualify", at("2026-03-16T18:00:00+01:00"));
        let calm = [acknowledgement, ("take-charge", at("2026-03-16T13:00:00+01:00")), qualify];
        assert_eq!(clocks(false, false, None), calm);
        assert_eq!(clocks(true, false, None)[1], ("take-charge", at("2026-03-14T04:00:00+01:00")));
        let grave = Proposal { severity: 4, ..proposal() };
        let found = deadlines(&grave, false, (night, night), None, &Delays::default());
        assert_eq!(found[1].due, at("2026-03-14T04:00:00+01:00"), "as soon as with danger");
        let serious = Proposal { severity: 3, ..proposal() };
        assert_eq!(deadlines(&serious, false, (night, night), None, &Delays::default())[1].due, calm[1].1);
        // The month of NIS2 is of the place: in Guadeloupe it was still the thirteenth.
        let month = |department| clocks(true, true, department).last().unwrap().1;
        assert_eq!(month(None), at("2026-04-14T03:00:00+02:00"));
        assert_eq!(month(Some("971")), at("2026-04-13T22:00:00-04:00"));
    }

    #[test]
    fn what_the_cell_promises_is_the_operators() {
        let now = Instant::from_timestamp("2026-03-10T10:00:00+01:00".parse().unwrap());
        let delays =
            Delays { acknowledgement_minutes: 5, qualification_working_days: 2, ..Delays::default() };
        let found = deadlines(&proposal(), false, (now, now), None, &delays);
        let due = |duty| found.iter().find(|deadline| deadline.duty == duty).unwrap().due.seconds_since(now);
        assert_eq!((due(Duty::Acknowledgement), due(Duty::Qualification)), (300, 2 * 24 * 3600));
        assert_eq!(qualification(now, &delays).unwrap().due.seconds_since(now), 2 * 24 * 3600);
    }

    #[test]
    fn nis2_obliges_whom_the_operator_says() {
        let said = |status: &str| -> Answers {
            serde_json::from_str(&format!(r#"{{"operator_status":{{"chosen":["{status}"]}}}}"#)).unwrap()
        };
        for (code, ordinary, operator) in [("off", 0, 0), ("declared", 0, 1), ("all", 1, 1)] {
            let nis2 = Nis2::from_code(code).unwrap();
            assert_eq!(nis2.regimes(&Answers::default()).len(), ordinary, "{code}");
            assert_eq!(nis2.regimes(&said("none")).len(), ordinary, "{code}");
            assert_eq!(nis2.regimes(&said("ose")).len(), operator, "{code}");
            assert_eq!(nis2.regimes(&said("oiv")).len(), operator, "{code}");
        }
        assert_eq!(Nis2::from_code("on"), None);
    }

    #[test]
    fn a_qualification_under_rules_that_no_longer_exist_fails_and_weighs_nothing() {
        let old = Proposal { rule_set: "1999".to_owned(), ..proposal() };
        assert!(matches!(qualify(&old, &[], Severity::new(1).unwrap(), ""), Err(Problem::Failed(_))));
    }

    fn severity() -> impl Strategy<Value = Severity> {
        (1_i64..=5).prop_map(|value| Severity::new(value).unwrap())
    }

    proptest! {
        /// Whatever is tried, in whatever order: nothing is closed that nobody took, qualified and resolved.
        #[test]
        fn no_way_leads_around_a_person(tried in proptest::collection::vec(0..Command::ALL.len(), 0..60)) {
            let (mut state, mut lived) = (State::Declared, vec![State::Declared]);
            for command in tried.into_iter().map(|number| Command::ALL[number]) {
                if let Ok(next) = advance(state, command, "because") {
                    prop_assert_eq!(offered(state).contains(&command), true);
                    state = next;
                    lived.push(next);
                }
            }
            let first = |wanted| lived.iter().position(|lived| *lived == wanted);
            for (sooner, later) in [
                (State::Taken, State::Qualified),
                (State::Taken, State::OutOfScope),
                (State::Qualified, State::Accompanied),
                (State::Qualified, State::Followed),
                (State::Resolved, State::Closed),
            ] {
                if let Some(later) = first(later) { prop_assert!(first(sooner).is_some_and(|sooner| sooner < later)); }
            }
        }

        #[test]
        fn only_what_differs_from_the_proposal_asks_for_a_reason(
            proposed in subsequence(Criterion::ALL.to_vec(), 0..=5), chosen in subsequence(Criterion::ALL.to_vec(), 0..=5),
            by_rule in severity(), by_person in severity(), version in prop::sample::select(vec!["2017", "2022"]),
        ) {
            let fired = |criterion: &Criterion| Fired { criterion: *criterion, facts: Vec::new() };
            let proposal = Proposal {
                rule_set: version.to_owned(),
                criteria: proposed.iter().map(fired).collect(),
                severity: by_rule.value(),
                ..proposal()
            };
            // In any order, and said twice, it is the same.
            let typed: Vec<Criterion> = chosen.iter().rev().chain(&chosen).copied().collect();
            let silent = qualify(&proposal, &typed, by_person, " ");
            prop_assert_eq!(silent.is_ok(), chosen == proposed && by_person == by_rule);
            let said = qualify(&proposal, &typed, by_person, "Appel du RSSI").unwrap();
            let has = |codes: &[Criterion]| chosen.iter().any(|criterion| codes.contains(criterion));
            let grave: &[Criterion] = if version == "2017" { &Criterion::ALL[..3] } else { &Criterion::ALL };
            prop_assert_eq!((said.grave, said.significant), (has(grave), has(&Criterion::ALL[3..])));
            prop_assert_eq!((said.criteria, said.severity), (chosen, by_person));
        }
    }
}
