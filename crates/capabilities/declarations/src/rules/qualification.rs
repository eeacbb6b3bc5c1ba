//! What the law makes of the facts: code de la santé publique, article D. 1111-16-2, by the rule set in force. The program
//! proposes and shows why; a person confirms or corrects.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::{Deserialize, Serialize};
use vocabulary::Severity;

use super::Answers;

/// Facts that must all hold: for each field, one of these values.
type All = BTreeMap<String, Vec<String>>;

/// One versioned set of rules.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// Its year.
    pub version: String,
    /// The article of law.
    pub article: String,
    /// Whether medico-social facilities are within it.
    pub medico_social: bool,
    grave: Vec<String>,
    significant: Vec<String>,
    criterion: Vec<CriterionRule>,
    sanitary: Vec<LevelRule<Sanitary>>,
    major: Vec<All>,
    severity: Vec<LevelRule<u8>>,
    notice: Vec<NoticeRule>,
    duty: Vec<DutyRule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CriterionRule {
    code: Criterion,
    when: Vec<All>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LevelRule<T> {
    level: T,
    when: Vec<All>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NoticeRule {
    to: Recipient,
    rule: String,
    /// What must hold: `always`, `sanitary`, `significant`, `major`, or facts.
    on: String,
    #[serde(default)]
    when: Vec<All>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DutyRule {
    code: String,
    article: String,
    when: Vec<All>,
}

/// The five criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Criterion {
    /// Safety of care, potentially or actually.
    C1,
    /// Confidentiality or integrity of health data.
    C2,
    /// Normal functioning of the facility.
    C3,
    /// Departmental, regional or national organisation of care.
    C4,
    /// Able to reach other facilities.
    C5,
}

impl Criterion {
    /// All five.
    pub const ALL: [Self; 5] = [Self::C1, Self::C2, Self::C3, Self::C4, Self::C5];

    /// `C1` to `C5`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::C1 => "C1",
            Self::C2 => "C2",
            Self::C3 => "C3",
            Self::C4 => "C4",
            Self::C5 => "C5",
        }
    }

    /// The criterion of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|criterion| criterion.code() == code)
    }
}

/// Effect on people's health.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sanitary {
    /// None known.
    None,
    /// Through a degraded functioning.
    Indirect,
    /// On care itself.
    Direct,
}

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recipient {
    /// The agency of the region of the site.
    Ars,
    /// The ministry's security officer (FSSI / HFDS).
    Fssi,
    /// The ministry's crisis centre (DGS / CORRUSS).
    Corruss,
    /// The national agency for the security of information systems.
    Anssi,
}

impl Recipient {
    /// Stable name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ars => "ars",
            Self::Fssi => "fssi",
            Self::Corruss => "corruss",
            Self::Anssi => "anssi",
        }
    }
}

/// One answer that made a rule fire.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fact {
    /// The field.
    pub field: String,
    /// The value.
    pub value: String,
}

/// A criterion that fired, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fired {
    /// Which.
    pub criterion: Criterion,
    /// The facts that fired it.
    pub facts: Vec<Fact>,
}

/// Somebody to tell, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Who.
    pub to: Recipient,
    /// The rule, by its name in the set: `2022-ars-sanitary`.
    pub rule: String,
    /// The facts that made it apply; none when it always does.
    pub facts: Vec<Fact>,
}

/// A duty of the structure itself, prefilled and never filed for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// `cnil`, `nis2`, `ansm`, `insurer`.
    pub code: String,
    /// Its article.
    pub article: String,
    /// The facts that make it likely.
    pub facts: Vec<Fact>,
}

/// What the rules make of the facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The rule set.
    pub rule_set: String,
    /// Whether a grave incident, in the words of the law.
    pub grave: bool,
    /// Whether a significant one.
    pub significant: bool,
    /// Each criterion that fired.
    pub criteria: Vec<Fired>,
    /// Effect on people's health.
    pub sanitary: Sanitary,
    /// Whether the ministry pilots it.
    pub major: bool,
    /// 1 to 5.
    pub severity: u8,
    /// Who is told.
    pub notices: Vec<Notice>,
    /// What the structure has to do itself.
    pub duties: Vec<Duty>,
}

macro_rules! rule_set {
    ($name:ident, $file:literal) => {
        static $name: LazyLock<RuleSet> = LazyLock::new(|| {
            #[allow(clippy::expect_used, reason = "the file is compiled in, and a test reads it")]
            toml::from_str(include_str!($file)).expect("the rule set is well-formed")
        });
    };
}
rule_set!(RULES_2017, "../../rulesets/2017.toml");
rule_set!(RULES_2022, "../../rulesets/2022.toml");

impl RuleSet {
    /// The rules of 2022 (decree 2022-715), unless those of 2017 are asked for.
    pub fn by_version(version: &str) -> &'static Self {
        if version == "2017" { &RULES_2017 } else { &RULES_2022 }
    }

    /// What the facts make of a declaration.
    pub fn propose(&self, answers: &Answers) -> Proposal {
        let criteria: Vec<Fired> = self
            .criterion
            .iter()
            .filter_map(|rule| facts(&rule.when, answers).map(|facts| Fired { criterion: rule.code, facts }))
            .collect();
        let any_of =
            |codes: &[String]| criteria.iter().any(|fired| codes.iter().any(|c| c == fired.criterion.code()));
        let (grave, significant) = (any_of(&self.grave), any_of(&self.significant));
        let (sanitary, sanitary_facts) = self
            .sanitary
            .iter()
            .find_map(|rule| facts(&rule.when, answers).map(|facts| (rule.level, facts)))
            .unwrap_or((Sanitary::None, Vec::new()));
        let major = facts(&self.major, answers);
        let severity = self
            .severity
            .iter()
            .find(|rule| facts(&rule.when, answers).is_some())
            .map_or(1, |rule| rule.level);
        let severity = Severity::new(i64::from(severity)).map_or(1, Severity::value);
        let significant_facts = || {
            let codes = &self.significant;
            criteria
                .iter()
                .filter(|f| codes.iter().any(|c| c == f.criterion.code()))
                .flat_map(|f| f.facts.clone())
                .collect()
        };
        let notices = self
            .notice
            .iter()
            .filter_map(|rule| {
                let facts = match rule.on.as_str() {
                    "always" => Some(Vec::new()),
                    "sanitary" => (sanitary != Sanitary::None).then(|| sanitary_facts.clone()),
                    "significant" => significant.then(significant_facts),
                    "significant-sanitary" => {
                        (significant && sanitary != Sanitary::None).then(|| sanitary_facts.clone())
                    }
                    "major" => major.clone(),
                    _ => facts(&rule.when, answers),
                };
                facts.map(|facts| Notice { to: rule.to, rule: rule.rule.clone(), facts })
            })
            .collect();
        let duties = self
            .duty
            .iter()
            .filter_map(|rule| {
                let (code, article) = (rule.code.clone(), rule.article.clone());
                facts(&rule.when, answers).map(|facts| Duty { code, article, facts })
            })
            .collect();
        let rule_set = self.version.clone();
        Proposal {
            rule_set,
            grave,
            significant,
            criteria,
            sanitary,
            major: major.is_some(),
            severity,
            notices,
            duties,
        }
    }
}

/// The facts that make one of these groups hold, all of those that hold together; `None` when none does.
fn facts(when: &[All], answers: &Answers) -> Option<Vec<Fact>> {
    let mut found: Vec<Fact> = Vec::new();
    for all in when {
        let each: Vec<Vec<Fact>> = all
            .iter()
            .map(|(field, values)| {
                let chosen = answers.chosen(field);
                let said = |value: &String| value == "*" && answers.text(field).is_some();
                values
                    .iter()
                    .filter(|value| chosen.contains(&value.as_str()) || said(value))
                    .map(|value| Fact { field: field.clone(), value: value.clone() })
                    .collect()
            })
            .collect();
        if each.iter().all(|facts| !facts.is_empty()) {
            found.extend(each.into_iter().flatten());
        }
    }
    found.sort();
    found.dedup();
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Schema, Stage, Typed};
    use proptest::prelude::*;
    use vocabulary::Instant;

    fn answers(fields: &[(&str, &str)]) -> Answers {
        let mut typed = Typed::new();
        for (name, value) in fields {
            typed.entry((*name).to_owned()).or_default().push((*value).to_owned());
        }
        Answers::accept(
            Schema::current(),
            &typed,
            Instant::from_millis(0),
            "Europe/Paris",
            Stage::Later,
            false,
        )
        .unwrap()
    }

    fn fired(version: &str, fields: &[(&str, &str)]) -> (String, bool, bool) {
        let proposal = RuleSet::by_version(version).propose(&answers(fields));
        let codes =
            proposal.criteria.iter().map(|fired| fired.criterion.code()).collect::<Vec<_>>().join(" ");
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
            let notices = RuleSet::by_version(version).propose(&answers(fields)).notices;
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
    fn severity_grows_with_what_happens_to_people() {
        let severity =
            |fields: &[(&str, &str)]| RuleSet::by_version("2022").propose(&answers(fields)).severity;
        assert_eq!(severity(&[("care", "none")]), 1);
        assert_eq!(severity(&[("care", "degraded")]), 2);
        assert_eq!(severity(&[("care", "potential")]), 3);
        assert_eq!(severity(&[("care", "actual")]), 4);
        assert_eq!(severity(&[("care", "actual"), ("plan_blanc", "yes")]), 5);
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
            let set = RuleSet::by_version(version);
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
}
