//! What an incident obliges to, by when.

use vocabulary::Instant;

use crate::{Calendar, HOURS_A_DAY};

/// What must be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Duty {
    /// The structure knows that its declaration arrived.
    Acknowledgement,
    /// Somebody of the cell has the incident.
    TakingInCharge,
    /// It is qualified by a person.
    Qualification,
    /// The first notice to the authority of NIS2: directive (EU) 2022/2555, art. 23(4)(a), 24 hours.
    Nis2EarlyWarning,
    /// The notification to it: art. 23(4)(b), 72 hours.
    Nis2Notification,
    /// The final report to it: art. 23(4)(d), one month.
    Nis2FinalReport,
    /// The notification of a personal data breach to the CNIL: regulation (EU) 2016/679, art. 33(1), 72 hours.
    Cnil,
    /// The complaint without which an insurer need not pay: code des assurances, art. L. 12-10-1, 72 hours.
    Complaint,
}

/// Who must do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OwedBy {
    /// The cell.
    Cell,
    /// The structure. The house reminds it and prepares the text; it never files for it.
    Facility,
}

impl OwedBy {
    /// The stable code, as stored: `cell`, `facility`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cell => "cell",
            Self::Facility => "facility",
        }
    }
}

impl Duty {
    /// Every duty.
    pub const ALL: [Self; 8] = [
        Self::Acknowledgement,
        Self::TakingInCharge,
        Self::Qualification,
        Self::Nis2EarlyWarning,
        Self::Nis2Notification,
        Self::Nis2FinalReport,
        Self::Cnil,
        Self::Complaint,
    ];

    /// The stable code, as stored and translated: `take-charge`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Acknowledgement => "acknowledgement",
            Self::TakingInCharge => "take-charge",
            Self::Qualification => "qualify",
            Self::Nis2EarlyWarning => "nis2-24h",
            Self::Nis2Notification => "nis2-72h",
            Self::Nis2FinalReport => "nis2-month",
            Self::Cnil => "cnil",
            Self::Complaint => "complaint",
        }
    }

    /// The duty of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|duty| duty.code() == code)
    }

    /// Who must do it.
    pub const fn owed_by(self) -> OwedBy {
        match self {
            Self::Acknowledgement | Self::TakingInCharge | Self::Qualification => OwedBy::Cell,
            Self::Nis2EarlyWarning
            | Self::Nis2Notification
            | Self::Nis2FinalReport
            | Self::Cnil
            | Self::Complaint => OwedBy::Facility,
        }
    }
}

/// One duty, and the moment after which it is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// What.
    pub duty: Duty,
    /// Until when.
    pub due: Instant,
}

/// What the cell promises: settings of the operator. What the law says is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delays {
    /// Until the structure knows that its declaration arrived, in minutes.
    pub acknowledgement_minutes: u16,
    /// Until somebody has an incident with danger for patients, in minutes at any hour: the on-call person is woken.
    pub taking_in_charge_danger_minutes: u16,
    /// Until somebody has any other incident, in working hours.
    pub taking_in_charge_working_hours: u16,
    /// Until a person has qualified it, in working days of nine working hours.
    pub qualification_working_days: u16,
}

impl Default for Delays {
    fn default() -> Self {
        Self {
            acknowledgement_minutes: 15,
            taking_in_charge_danger_minutes: 60,
            taking_in_charge_working_hours: 4,
            qualification_working_days: 1,
        }
    }
}

/// What is known of an incident, as far as its deadlines depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// When it was declared: the clocks of the cell run from here.
    pub declared_at: Instant,
    /// When the structure noticed it: what the law asks of the structure runs from here.
    pub noticed_at: Instant,
    /// Whether patients are in danger, potentially or actually.
    pub danger: bool,
    /// Whether personal data are at risk.
    pub personal_data: bool,
    /// Whether NIS2 obliges the structure to notify it.
    pub nis2: bool,
    /// Whether somebody meant it.
    pub malicious: bool,
}

/// The deadlines of an incident, the earliest first: the cell's by its calendar, the structure's by that of its place.
///
/// Hours of the law are counted as they pass, from the very moment of noticing, and the month of NIS2 from there too though it
/// begins with the notification. Regulation (EEC) 1182/71 would leave out the hour of the event and carry a last day that is
/// not worked over to the next, and so ends later or at the same time: nobody who keeps these is late.
pub fn deadlines(facts: &Facts, delays: &Delays, cell: &Calendar, place: &Calendar) -> Vec<Deadline> {
    let declared = facts.declared_at;
    let minutes = |minutes: u16| declared.plus_seconds(i64::from(minutes) * 60);
    // A clock that is wrong at the structure gives it no more time than its own declaration.
    let noticed = facts.noticed_at.min(declared);
    let hours = |hours| place.plus_hours(noticed, hours);
    let taking_in_charge = if facts.danger {
        minutes(delays.taking_in_charge_danger_minutes)
    } else {
        cell.plus_working_hours(declared, delays.taking_in_charge_working_hours)
    };
    let qualification_hours = delays.qualification_working_days.saturating_mul(HOURS_A_DAY);
    let mut all: Vec<Deadline> = [
        (true, Duty::Acknowledgement, minutes(delays.acknowledgement_minutes)),
        (true, Duty::TakingInCharge, taking_in_charge),
        (true, Duty::Qualification, cell.plus_working_hours(declared, qualification_hours)),
        (facts.nis2, Duty::Nis2EarlyWarning, hours(24)),
        (facts.nis2, Duty::Nis2Notification, hours(72)),
        (facts.nis2, Duty::Nis2FinalReport, place.plus_months(noticed, 1)),
        (facts.personal_data, Duty::Cnil, hours(72)),
        (facts.malicious, Duty::Complaint, hours(72)),
    ]
    .into_iter()
    .filter_map(|(applies, duty, due)| applies.then_some(Deadline { duty, due }))
    .collect();
    all.sort_by_key(|deadline| (deadline.due, deadline.duty));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::at;
    use proptest::prelude::*;

    fn due(facts: &Facts) -> Vec<(&'static str, Instant)> {
        let place = Calendar::in_department("971").unwrap();
        deadlines(facts, &Delays::default(), &Calendar::of_the_cell(), &place)
            .into_iter()
            .map(|deadline| (deadline.duty.code(), deadline.due))
            .collect()
    }

    #[test]
    fn an_attack_noticed_on_the_eve_of_summer_time() {
        let mut facts = Facts {
            declared_at: at("2026-03-28T23:30:00+01:00"),
            noticed_at: at("2026-03-28T22:00:00+01:00"),
            danger: true,
            personal_data: true,
            nis2: true,
            malicious: true,
        };
        let lawful = [
            ("nis2-24h", at("2026-03-29T23:00:00+02:00")),
            ("nis2-72h", at("2026-03-31T23:00:00+02:00")),
            ("cnil", at("2026-03-31T23:00:00+02:00")),
            ("complaint", at("2026-03-31T23:00:00+02:00")),
            ("nis2-month", at("2026-04-28T17:00:00-04:00")),
        ];
        let acknowledgement = ("acknowledgement", at("2026-03-28T23:45:00+01:00"));
        let qualification = ("qualify", at("2026-03-30T18:00:00+02:00"));
        let mut expected =
            vec![acknowledgement, ("take-charge", at("2026-03-29T00:30:00+01:00")), lawful[0], qualification];
        expected.extend(&lawful[1..]);
        assert_eq!(due(&facts), expected);

        facts = Facts { danger: false, personal_data: false, nis2: false, malicious: false, ..facts };
        let waiting = ("take-charge", at("2026-03-30T13:00:00+02:00"));
        assert_eq!(due(&facts), [acknowledgement, waiting, qualification]);
    }

    #[test]
    fn a_structure_whose_clock_is_ahead_gains_nothing() {
        let declared_at = at("2026-03-10T10:00:00+01:00");
        let facts = Facts {
            declared_at,
            noticed_at: declared_at.plus_seconds(86_400),
            danger: false,
            personal_data: true,
            nis2: false,
            malicious: false,
        };
        assert!(due(&facts).contains(&("cnil", declared_at.plus_seconds(72 * 3600))));
    }

    #[test]
    fn every_duty_has_its_code_and_no_other() {
        for duty in Duty::ALL {
            assert_eq!(Duty::from_code(duty.code()), Some(duty));
        }
        assert_eq!(Duty::from_code("tea"), None);
        let cell = Duty::ALL.into_iter().filter(|duty| duty.owed_by() == OwedBy::Cell).count();
        assert_eq!(cell, 3);
    }

    proptest! {
        #[test]
        fn deadlines_follow_what_starts_them_and_come_in_order(
            declared in 600_000_000_000_i64..4_000_000_000_000,
            before in 0_i64..10_000_000,
            wait in 0_i64..1_000_000,
            flags in any::<[bool; 4]>(),
        ) {
            let [danger, personal_data, nis2, malicious] = flags;
            let declared_at = Instant::from_millis(declared);
            let facts = Facts {
                declared_at, noticed_at: declared_at.plus_seconds(-before), danger, personal_data, nis2, malicious,
            };
            let found = due(&facts);
            prop_assert!(found.is_sorted_by_key(|(_, due)| *due));
            prop_assert!(found.iter().all(|(_, due)| *due > facts.noticed_at));
            let late = Facts {
                declared_at: declared_at.plus_seconds(wait), noticed_at: facts.noticed_at.plus_seconds(wait), ..facts
            };
            for (code, due) in due(&late) {
                let (_, earlier) = found.iter().find(|(other, _)| *other == code).unwrap();
                prop_assert!(due >= *earlier, "{}", code);
            }
        }
    }
}
