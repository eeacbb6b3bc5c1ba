//! The law as tables, and what must hold for any facts.

use super::*;
use crate::rules::{Schema, Stage, Typed};
use proptest::prelude::*;
use vocabulary::Instant;

fn answers(fields: &[(&str, &str)]) -> Answers {
    let mut typed = Typed::new();
    for (name, value) in fields {
        typed.entry((*name).to_owned()).or_default().push((*value).to_owned());
    }
    Answers::accept(Schema::current(), &typed, Instant::from_millis(0), "Europe/Paris", Stage::Later, false)
        .unwrap()
}

fn fired(version: &str, fields: &[(&str, &str)]) -> (String, bool, bool) {
    let proposal = RuleSet::by_version(version).unwrap().propose(&answers(fields));
    let codes = proposal.criteria.iter().map(|fired| fired.criterion.code()).collect::<Vec<_>>().join(" ");
    (codes, proposal.grave, proposal.significant)
}

#[test]
fn each_criterion_fires_on_its_facts_in_both_rule_sets() {
    for (fields, codes, significant) in [
        (&[("care", "actual")][..], "C1", false),
        (&[("care", "potential")], "C1", false),
        (&[("care", "degraded")], "C3", false),
        (&[("care", "none")], "", false),
        (&[("care", "unknown")], "", false),
        (&[("data_impact", "disclosed"), ("data", "health")], "C2", false),
        (&[("data_impact", "disclosed"), ("data", "technical")], "", false),
        (&[("data_impact", "altered")], "", false),
        (&[("systems_impact", "total")], "C3", false),
        (&[("organisation_impact", "yes")], "C4", true),
        (&[("others_at_risk", "yes")], "C5", true),
        (&[("kind", "provider")], "C5", true),
        (&[("care", "actual"), ("functioning", "diverted")], "C1 C3 C4", true),
    ] {
        for version in ["2017", "2022"] {
            let (found, grave, sig) = fired(version, fields);
            assert_eq!(found, codes, "{fields:?}");
            assert_eq!(sig, significant, "{fields:?}");
            if version == "2017" {
                assert_eq!(grave, ["C1", "C2", "C3"].iter().any(|c| codes.contains(c)), "{fields:?}");
            } else {
                assert_eq!(grave, !codes.is_empty(), "{fields:?}");
            }
        }
    }
}

#[test]
fn those_whom_the_law_names_are_told_and_no_others() {
    let told = |version: &str, fields: &[(&str, &str)]| {
        let notices = RuleSet::by_version(version).unwrap().propose(&answers(fields)).notices;
        notices.iter().map(|notice| notice.to.code()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(told("2022", &[("care", "none")]), "fssi");
    assert_eq!(told("2022", &[("care", "actual")]), "ars fssi corruss");
    assert_eq!(told("2022", &[("care", "degraded")]), "ars fssi corruss");
    assert_eq!(told("2022", &[("operator_status", "ose")]), "fssi anssi");
    assert_eq!(told("2022", &[("perimeter", "nation")]), "fssi anssi");
    assert_eq!(told("2017", &[("care", "none")]), "ars");
    assert_eq!(told("2017", &[("others_at_risk", "yes")]), "ars fssi");
    assert_eq!(told("2017", &[("others_at_risk", "yes"), ("care", "actual")]), "ars fssi corruss");
}

#[test]
fn a_fact_for_which_somebody_is_told_is_said_once() {
    for version in ["2017", "2022"] {
        let rules = RuleSet::by_version(version).unwrap();
        let proposal =
            rules.propose(&answers(&[("perimeter", "nation"), ("care", "actual"), ("kind", "provider")]));
        let confirmed = rules.notices_of(&proposal, &[Criterion::C1, Criterion::C4, Criterion::C5]);
        for notice in proposal.notices.iter().chain(&confirmed) {
            let once: std::collections::BTreeSet<_> = notice.facts.iter().collect();
            assert_eq!(once.len(), notice.facts.len(), "{version} {}: {:?}", notice.rule, notice.facts);
        }
    }
}

#[test]
fn a_rule_set_that_does_not_exist_is_no_other_one() {
    for version in ["2017", "2022"] {
        assert_eq!(RuleSet::by_version(version).unwrap().version, version);
    }
    for unknown in ["", "2016", "2023", "2022 "] {
        assert!(RuleSet::by_version(unknown).unwrap_err().to_string().contains("rule set"), "{unknown:?}");
    }
}

#[test]
fn severity_grows_with_what_happens_to_people() {
    let severity =
        |fields: &[(&str, &str)]| RuleSet::by_version("2022").unwrap().propose(&answers(fields)).severity;
    assert_eq!(severity(&[("care", "none")]), 1);
    assert_eq!(severity(&[("care", "degraded")]), 2);
    assert_eq!(severity(&[("care", "potential")]), 3);
    assert_eq!(severity(&[("care", "actual")]), 4);
    assert_eq!(severity(&[("care", "actual"), ("plan_blanc", "yes")]), 5);
}

#[test]
fn a_plain_answer_is_a_fact() {
    assert_eq!(fired("2022", &[("kind", "ransom")]).0, "C3", "files that cannot be read");
    assert_eq!(fired("2022", &[("kind", "software"), ("care", "none")]).0, "C3");
    assert_eq!(fired("2022", &[("kind", "account")]).0, "");
    assert_eq!(fired("2022", &[("kind", "unknown"), ("care", "unknown")]).0, "");
    assert_eq!(fired("2022", &[("perimeter", "region")]).0, "C4 C5");
}

#[test]
fn the_structure_is_told_its_own_duties_and_optional_regimes_only_where_they_apply() {
    let facts = answers(&[("kind", "ransom"), ("data", "health"), ("data_impact", "disclosed")]);
    let duties = |regimes: &[&str]| {
        let duties = RuleSet::by_version("2022").unwrap().duties(&facts, regimes);
        duties.into_iter().map(|duty| (duty.code, duty.within)).collect::<Vec<_>>()
    };
    let own = [("cnil".to_owned(), Some(Within::ThreeDays)), ("insurer".to_owned(), Some(Within::ThreeDays))];
    assert_eq!(duties(&[]), own);
    assert_eq!(
        duties(&["nis2"])[2..],
        [
            ("nis2-24h".to_owned(), Some(Within::Day)),
            ("nis2-72h".to_owned(), Some(Within::ThreeDays)),
            ("nis2-month".to_owned(), Some(Within::Month)),
        ]
    );
    assert_eq!(RuleSet::by_version("2022").unwrap().propose(&facts).duties.len(), 2);
    let device = RuleSet::by_version("2022").unwrap().duties(&answers(&[("medical_device", "Pompe")]), &[]);
    assert_eq!((device[0].code.as_str(), device[0].within), ("ansm", None), "without delay");
}

#[test]
fn medico_social_is_within_the_law_since_2022() {
    for (category, in_2017, in_2022) in [
        ("health-facility", true, true),
        ("military-hospital", true, true),
        ("laboratory", true, true),
        ("radiotherapy", true, true),
        ("medico-social", false, true),
        ("other", false, false),
    ] {
        assert!(Schema::current().field("category").unwrap().allows(category));
        assert_eq!(RuleSet::by_version("2017").unwrap().covers(category), in_2017, "{category}");
        assert_eq!(RuleSet::by_version("2022").unwrap().covers(category), in_2022, "{category}");
    }
}

#[test]
fn every_fact_of_the_rules_is_a_value_of_the_schema() {
    let schema = Schema::current();
    for set in [&*RULES_2017, &*RULES_2022] {
        let groups = set
            .criterion
            .iter()
            .flat_map(|rule| &rule.when)
            .chain(set.sanitary.iter().flat_map(|rule| &rule.when))
            .chain(set.severity.iter().flat_map(|rule| &rule.when))
            .chain(set.notice.iter().flat_map(|rule| &rule.when))
            .chain(set.duty.iter().flat_map(|rule| &rule.when))
            .chain(set.triage.iter().map(|fact| &fact.with))
            .chain(&set.major);
        for (name, value) in
            groups.flat_map(|all| all.iter().flat_map(|(n, vs)| vs.iter().map(move |v| (n, v))))
        {
            let field = schema.field(name).unwrap_or_else(|| panic!("{name}"));
            assert!(value == "*" || field.allows(value), "{name} = {value}");
        }
    }
}

proptest! {
    #[test]
    fn one_more_fact_never_takes_a_criterion_away(
        chosen in prop::collection::vec((0_usize..60, 0_usize..20), 1..8), version in prop::sample::select(vec!["2017", "2022"])
    ) {
        let fields: Vec<_> = Schema::current().fields().iter().filter(|f| !f.values().is_empty()).collect();
        let mut facts: Vec<(&str, &str)> = Vec::new();
        for (field, value) in chosen {
            let field = fields[field % fields.len()];
            let values = field.values();
            if !facts.iter().any(|(name, _)| *name == field.name) { facts.push((&field.name, values[value % values.len()])); }
        }
        let set = RuleSet::by_version(version).unwrap();
        let whole = set.propose(&answers(&facts));
        let part = set.propose(&answers(&facts[..facts.len() - 1]));
        for fired in part.criteria {
            prop_assert!(whole.criteria.iter().any(|other| other.criterion == fired.criterion));
        }
        prop_assert!(whole.severity >= part.severity && whole.sanitary >= part.sanitary);
        let has = |codes: &[&str]| whole.criteria.iter().any(|f| codes.contains(&f.criterion.code()));
        prop_assert_eq!(whole.significant, has(&["C4", "C5"]));
        prop_assert_eq!(whole.grave, if version == "2017" { has(&["C1", "C2", "C3"]) } else { !whole.criteria.is_empty() });
    }
}
