//! What the cell promises: settings `[delays]`, within what is still a promise.

use incidents::Delays;
use serde::Deserialize;

/// Until when the cell does what, from a declaration on. What the law says is no setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Promises {
    /// Until the structure knows that its declaration arrived. `VIGIE_DELAYS_ACKNOWLEDGEMENT_MINUTES`.
    pub acknowledgement_minutes: u16,
    /// Until somebody has an incident with patients in danger, at any hour. `VIGIE_DELAYS_DANGER_MINUTES`.
    pub danger_minutes: u16,
    /// Until somebody has any other, in working hours. `VIGIE_DELAYS_TAKING_IN_CHARGE_HOURS`.
    pub taking_in_charge_hours: u16,
    /// Until a person has qualified it, in working days. `VIGIE_DELAYS_QUALIFICATION_DAYS`.
    pub qualification_days: u16,
}

impl Default for Promises {
    fn default() -> Self {
        let delays = Delays::default();
        Self {
            acknowledgement_minutes: delays.acknowledgement_minutes,
            danger_minutes: delays.taking_in_charge_danger_minutes,
            taking_in_charge_hours: delays.taking_in_charge_working_hours,
            qualification_days: delays.qualification_working_days,
        }
    }
}

impl Promises {
    /// Sets one by its name; `None` when there is none of that name.
    pub fn set(&mut self, name: &str, value: &str) -> Option<Result<(), String>> {
        let place = match name {
            "acknowledgement_minutes" => &mut self.acknowledgement_minutes,
            "danger_minutes" => &mut self.danger_minutes,
            "taking_in_charge_hours" => &mut self.taking_in_charge_hours,
            "qualification_days" => &mut self.qualification_days,
            _ => return None,
        };
        Some(value.parse().map(|value| *place = value).map_err(|_| format!("cannot be {value:?}")))
    }

    /// None is nothing at all, and none is so long that nobody would wait for it.
    pub fn check(self) -> Result<(), String> {
        for (name, given, most) in [
            ("acknowledgement_minutes", self.acknowledgement_minutes, 24 * 60),
            ("danger_minutes", self.danger_minutes, 24 * 60),
            ("taking_in_charge_hours", self.taking_in_charge_hours, 90),
            ("qualification_days", self.qualification_days, 30),
        ] {
            if !(1..=most).contains(&given) {
                return Err(format!("{name} is from 1 to {most}, not {given}"));
            }
        }
        Ok(())
    }

    /// As the clocks take them.
    pub fn delays(self) -> Delays {
        Delays {
            acknowledgement_minutes: self.acknowledgement_minutes,
            taking_in_charge_danger_minutes: self.danger_minutes,
            taking_in_charge_working_hours: self.taking_in_charge_hours,
            qualification_working_days: self.qualification_days,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_set_is_what_the_calendar_says_and_each_has_its_name() {
        assert_eq!(Promises::default().delays(), Delays::default());
        let mut promises = Promises::default();
        for name in
            ["acknowledgement_minutes", "danger_minutes", "taking_in_charge_hours", "qualification_days"]
        {
            assert_eq!(promises.set(name, "7"), Some(Ok(())), "{name}");
            assert!(promises.set(name, "soon").unwrap().is_err());
        }
        let seven = promises.delays();
        assert_eq!((seven.acknowledgement_minutes, seven.taking_in_charge_danger_minutes), (7, 7));
        assert_eq!((seven.taking_in_charge_working_hours, seven.qualification_working_days), (7, 7));
        assert!(promises.check().is_ok() && promises.set("tea", "7").is_none());
    }

    #[test]
    fn a_promise_has_bounds() {
        for (name, wrong) in [
            ("acknowledgement_minutes", ["0", "1441"]),
            ("danger_minutes", ["0", "1441"]),
            ("taking_in_charge_hours", ["0", "91"]),
            ("qualification_days", ["0", "31"]),
        ] {
            for value in wrong {
                let mut promises = Promises::default();
                promises.set(name, value).unwrap().unwrap();
                assert!(promises.check().unwrap_err().contains(name), "{name} {value}");
            }
        }
    }
}
