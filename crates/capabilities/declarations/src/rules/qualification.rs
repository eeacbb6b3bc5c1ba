//! What the law makes of the facts: code de la santé publique, article D. 1111-16-2, by the rule set in force. The program
//! proposes and shows why; a person confirms or corrects.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::{Deserialize, Serialize};
use vocabulary::{Failure, Severity};

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
    scope: Vec<String>,
    grave: Vec<String>,
    significant: Vec<String>,
    /// The criteria that say that people's health is affected, when it is a person who says so.
    sanitary_by: Vec<String>,
    criterion: Vec<CriterionRule>,
    sanitary: Vec<LevelRule<Sanitary>>,
    major: Vec<All>,
    severity: Vec<LevelRule<u8>>,
    notice: Vec<NoticeRule>,
    duty: Vec<DutyRule>,
    pub(super) triage: Vec<TriageFact>,
}

/// A fact that "must I declare?" asks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TriageFact {
    pub(super) field: String,
    /// What the question itself says, when its answer is not "none".
    #[serde(default)]
    pub(super) with: All,
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
    on: On,
    #[serde(default)]
    when: Vec<All>,
}

/// What must hold for a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum On {
    Always,
    Sanitary,
    Significant,
    SignificantSanitary,
    /// The facts of the rule itself.
    Facts,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DutyRule {
    code: String,
    article: String,
    within: Option<Within>,
    /// A regime that applies only where the operator says so.
    regime: Option<String>,
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

impl Sanitary {
    /// Stable name, as stored and as translations write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Indirect => "indirect",
            Self::Direct => "direct",
        }
    }
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
    /// `cnil`, `ansm`, `insurer`, `nis2-24h`, `nis2-72h`, `nis2-month`.
    pub code: String,
    /// Its article.
    pub article: String,
    /// Until when, from the moment when the structure noticed; none where the law says "without delay".
    #[serde(default)]
    pub within: Option<Within>,
    /// The facts that make it likely.
    pub facts: Vec<Fact>,
}

/// How long the structure has for a duty of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Within {
    /// 24 hours.
    #[serde(rename = "24h")]
    Day,
    /// 72 hours.
    #[serde(rename = "72h")]
    ThreeDays,
    /// One month.
    #[serde(rename = "month")]
    Month,
}

impl Within {
    /// Stable name, as stored and as translations write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Day => "24h",
            Self::ThreeDays => "72h",
            Self::Month => "month",
        }
    }
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
    /// The rules of 2017, or those of 2022 (decree 2022-715). Fails on any other version: applying another law than the one
    /// that was asked for would be worse than none.
    pub fn by_version(version: &str) -> Result<&'static Self, Failure> {
        match version {
            "2017" => Ok(&RULES_2017),
            "2022" => Ok(&RULES_2022),
            unknown => Err(Failure::new(
                "choose a rule set",
                format!("{unknown:?} is neither \"2017\" nor \"2022\""),
            )),
        }
    }

    /// Whether these criteria make an incident grave, and significant.
    pub fn weigh(&self, criteria: &[Criterion]) -> (bool, bool) {
        let any_of =
            |codes: &[String]| criteria.iter().any(|criterion| codes.iter().any(|c| c == criterion.code()));
        (any_of(&self.grave), any_of(&self.significant))
    }

    /// Whether a facility of that category (its code in the register) is held to declare; the others may.
    pub fn covers(&self, category: &str) -> bool {
        self.scope.iter().any(|code| code == category)
    }

    /// Whom its rules may tell, and each rule by its name: what translations must say.
    pub fn notice_rules(&self) -> impl Iterator<Item = (Recipient, &str)> {
        self.notice.iter().map(|rule| (rule.to, rule.rule.as_str()))
    }

    /// Every duty that it may tell, those of optional regimes included.
    pub fn duty_codes(&self) -> impl Iterator<Item = &str> {
        self.duty.iter().map(|rule| rule.code.as_str())
    }

    /// The facts that "must I declare?" asks, in order.
    pub fn triage_fields(&self) -> impl Iterator<Item = &str> {
        self.triage.iter().map(|fact| fact.field.as_str())
    }

    /// What the facts make of a declaration.
    pub fn propose(&self, answers: &Answers) -> Proposal {
        self.propose_under(answers, &[])
    }

    /// The same, with the duties of these optional regimes (`nis2`).
    pub fn propose_under(&self, answers: &Answers, regimes: &[&str]) -> Proposal {
        let criteria = self.criteria(answers);
        let (grave, significant) =
            self.weigh(&criteria.iter().map(|fired| fired.criterion).collect::<Vec<_>>());
        let (sanitary, sanitary_facts) = self
            .sanitary
            .iter()
            .find_map(|rule| facts(&rule.when, answers).map(|facts| (rule.level, facts)))
            .unwrap_or((Sanitary::None, Vec::new()));
        let severity = self
            .severity
            .iter()
            .find(|rule| facts(&rule.when, answers).is_some())
            .map_or(1, |rule| rule.level);
        Proposal {
            rule_set: self.version.clone(),
            grave,
            significant,
            sanitary,
            major: facts(&self.major, answers).is_some(),
            severity: Severity::new(i64::from(severity)).map_or(1, Severity::value),
            notices: self.notices(answers, &criteria, &sanitary_facts),
            duties: self.duties(answers, regimes),
            criteria,
        }
    }

    /// The criteria that the facts fire.
    pub(super) fn criteria(&self, answers: &Answers) -> Vec<Fired> {
        let fired =
            |rule: &CriterionRule| Some(Fired { criterion: rule.code, facts: facts(&rule.when, answers)? });
        self.criterion.iter().filter_map(fired).collect()
    }

    /// Who is told, and the facts that made it so. `sanitary` are those of an effect on people's health, none without one.
    fn notices(&self, answers: &Answers, criteria: &[Fired], sanitary: &[Fact]) -> Vec<Notice> {
        // Two criteria may hold by the same fact.
        let significant = distinct(
            criteria
                .iter()
                .filter(|fired| self.weigh(&[fired.criterion]).1)
                .flat_map(|fired| fired.facts.clone()),
        );
        let some = |facts: &[Fact]| (!facts.is_empty()).then(|| facts.to_vec());
        let notice = |rule: &NoticeRule| {
            let facts = match rule.on {
                On::Always => Vec::new(),
                On::Sanitary => some(sanitary)?,
                On::Significant => some(&significant)?,
                On::SignificantSanitary => some(&significant).and(some(sanitary))?,
                On::Facts => facts(&rule.when, answers)?,
            };
            Some(Notice { to: rule.to, rule: rule.rule.clone(), facts })
        };
        self.notice.iter().filter_map(notice).collect()
    }

    /// Who is told when a person says that these criteria hold: those whom the facts name, and those whom the criteria do. The
    /// facts of the latter are the criteria themselves.
    pub fn notices_of(&self, proposal: &Proposal, criteria: &[Criterion]) -> Vec<Notice> {
        let said = |holds: &dyn Fn(Criterion) -> bool| -> Vec<Fact> {
            let held = criteria.iter().filter(|criterion| holds(**criterion));
            held.map(|c| Fact { field: "criterion".to_owned(), value: c.code().to_owned() }).collect()
        };
        let significant = said(&|criterion| self.weigh(&[criterion]).1);
        let sanitary = said(&|criterion| self.sanitary_by.iter().any(|code| code == criterion.code()));
        let affected = !sanitary.is_empty() || proposal.sanitary != Sanitary::None;
        let mut notices = proposal.notices.clone();
        for rule in &self.notice {
            let (due, facts) = match rule.on {
                On::Always => (true, Vec::new()),
                On::Sanitary => (affected, sanitary.clone()),
                On::Significant => (!significant.is_empty(), significant.clone()),
                On::SignificantSanitary => (
                    affected && !significant.is_empty(),
                    distinct([significant.clone(), sanitary.clone()].concat()),
                ),
                On::Facts => (false, Vec::new()),
            };
            if due && notices.iter().all(|notice| notice.rule != rule.rule) {
                notices.push(Notice { to: rule.to, rule: rule.rule.clone(), facts });
            }
        }
        notices
    }

    /// What the structure has to do itself, the duties of these optional regimes (`nis2`) included.
    pub fn duties(&self, answers: &Answers, regimes: &[&str]) -> Vec<Duty> {
        let applies = |rule: &&DutyRule| rule.regime.as_deref().is_none_or(|name| regimes.contains(&name));
        let duty = |rule: &DutyRule| {
            let facts = facts(&rule.when, answers)?;
            Some(Duty { code: rule.code.clone(), article: rule.article.clone(), within: rule.within, facts })
        };
        self.duty.iter().filter(applies).filter_map(duty).collect()
    }
}

/// The same, each once, in the order in which they come first.
fn distinct(facts: impl IntoIterator<Item = Fact>) -> Vec<Fact> {
    let mut kept = Vec::new();
    for fact in facts {
        if !kept.contains(&fact) {
            kept.push(fact);
        }
    }
    kept
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
mod tests;
