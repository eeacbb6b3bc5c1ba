//! Who is on call on which day.

use calendar::Calendar;
use jiff::{ToSpan as _, civil::Date};
use vocabulary::{Id, Instant, Refusal};

/// How many people one day can have, the first to be called first.
pub const RANKS: i64 = 3;
/// Days that one turn may last.
const LONGEST: i32 = 366;

/// Days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

impl Span {
    /// From one day through another, not before it nor a year after.
    pub fn new(from: Date, to: Date) -> Result<Self, Refusal> {
        let days = (to - from).get_days();
        if days < 0 {
            return Err(Refusal::new("turn-backwards").at("to"));
        }
        if days > LONGEST {
            return Err(Refusal::new("turn-too-long").at("to"));
        }
        Ok(Self { from, to })
    }

    /// Whether it holds that day.
    pub fn holds(&self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }

    fn meets(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// What is left of it without the other.
    fn without(self, other: Self) -> Vec<Self> {
        let before = other.from.yesterday().ok().filter(|day| self.from <= *day);
        let after = other.to.tomorrow().ok().filter(|day| *day <= self.to);
        before
            .map(|to| Self { from: self.from, to: to.min(self.to) })
            .into_iter()
            .chain(after.map(|from| Self { from: from.max(self.from), to: self.to }))
            .collect()
    }

    /// Its days.
    pub fn days(self) -> impl Iterator<Item = Date> {
        self.from.series(1.day()).take_while(move |day| *day <= self.to)
    }
}

/// Somebody's turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Its identity; none before it is kept.
    pub id: Option<Id>,
    /// 1 for who is called first.
    pub rank: i64,
    /// Who.
    pub account: Id,
    /// When.
    pub span: Span,
}

/// When the next shift ends: shifts begin and end where on-call does. Whoever hands over tells of what is due until then.
pub fn next_shift_ends(now: Instant, calendar: &Calendar) -> Instant {
    let days = calendar.date(now).saturating_sub(1.day()).series(1.day()).take(6);
    let mut ends: Vec<Instant> = days.flat_map(|day| <[Instant; 2]>::from(calendar.duty(day))).collect();
    ends.sort_unstable();
    ends.dedup();
    ends.into_iter().filter(|end| *end > now).nth(1).unwrap_or(now)
}

/// What a new turn does to those there are: which go, and which come, itself among them. Where somebody else is written
/// down on one of its days it is refused, unless it takes their place; what is left of their turn stays theirs.
pub fn lay(turns: &[Turn], new: &Turn, replace: bool) -> Result<(Vec<Id>, Vec<Turn>), Refusal> {
    let meets = |turn: &&Turn| turn.rank == new.rank && turn.span.meets(new.span);
    let mut gone = Vec::new();
    let mut come = vec![new.clone()];
    for turn in turns.iter().filter(meets) {
        if !replace {
            return Err(Refusal::new("turn-taken")
                .at("from")
                .with("from", turn.span.from.to_string())
                .with("to", turn.span.to.to_string()));
        }
        gone.extend(turn.id);
        come.extend(turn.span.without(new.span).into_iter().map(|span| Turn {
            id: None,
            span,
            ..turn.clone()
        }));
    }
    // Nobody is called twice in a row for the same alarm.
    let twice =
        |turn: &&Turn| turn.rank != new.rank && turn.account == new.account && turn.span.meets(new.span);
    if turns.iter().any(|turn| twice(&turn)) {
        return Err(Refusal::new("turn-twice").at("person"));
    }
    Ok((gone, come))
}

/// Who is on call on a day, who is called first first.
pub fn on_duty(turns: &[Turn], date: Date) -> Vec<Id> {
    let mut found: Vec<&Turn> = turns.iter().filter(|turn| turn.span.holds(date)).collect();
    found.sort_by_key(|turn| turn.rank);
    found.into_iter().map(|turn| turn.account).collect()
}

/// When nobody is on call: from, until.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// From when.
    pub from: Instant,
    /// Until when.
    pub until: Instant,
}

/// The gaps of some days. Days that follow one another are one gap, though the cell works in between.
pub fn gaps(turns: &[Turn], span: Span, calendar: &Calendar) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    let mut before = false;
    for date in span.days() {
        let alone = on_duty(turns, date).is_empty();
        if alone {
            let (from, until) = calendar.duty(date);
            match gaps.last_mut().filter(|_| before) {
                Some(gap) => gap.until = until,
                None => gaps.push(Gap { from, until }),
            }
        }
        before = alone;
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn turn(number: u8, rank: i64, from: &str, to: &str) -> Turn {
        let span = Span::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
        let id = Id::from_random([number; 16]);
        Turn { id: Some(id), rank, account: id, span }
    }

    fn at(text: &str) -> Instant {
        Instant::from_timestamp(text.parse().unwrap())
    }

    #[test]
    fn the_night_of_christmas_is_a_gap_in_words() {
        let turns = [
            turn(1, 1, "2026-12-21", "2026-12-23"),
            turn(2, 2, "2026-12-25", "2026-12-27"),
            turn(1, 1, "2026-12-28", "2026-12-28"),
        ];
        let cell = Calendar::of_the_cell();
        let span = Span::new("2026-12-21".parse().unwrap(), "2026-12-31".parse().unwrap()).unwrap();
        let found = gaps(&turns, span, &cell);
        let gap = |from, until| Gap { from: at(from), until: at(until) };
        assert_eq!(
            found,
            [
                gap("2026-12-24T18:00:00+01:00", "2026-12-25T09:00:00+01:00"),
                gap("2026-12-29T18:00:00+01:00", "2027-01-01T09:00:00+01:00"),
            ]
        );
        assert_eq!(on_duty(&turns, "2026-12-26".parse().unwrap()), [turns[1].account]);
    }

    #[test]
    fn the_next_shift_ends_where_on_call_begins_or_ends() {
        let cell = Calendar::of_the_cell();
        for (now, end) in [
            // A day hands over to the night, and the night to the day.
            ("2026-12-22T17:45:00+01:00", "2026-12-23T09:00:00+01:00"),
            ("2026-12-22T08:30:00+01:00", "2026-12-22T18:00:00+01:00"),
            // Friday evening, then days that nobody works, from nine to nine; and the spring that skips an hour.
            ("2026-03-27T17:45:00+01:00", "2026-03-28T09:00:00+01:00"),
            ("2026-03-28T08:45:00+01:00", "2026-03-29T09:00:00+02:00"),
            ("2026-12-25T00:10:00+01:00", "2026-12-26T09:00:00+01:00"),
        ] {
            assert_eq!(next_shift_ends(at(now), &cell), at(end), "{now}");
        }
    }

    #[test]
    fn a_turn_over_another_is_refused_or_takes_its_place() {
        let week = turn(1, 1, "2026-12-21", "2026-12-27");
        let new = Turn { id: None, ..turn(2, 1, "2026-12-24", "2026-12-25") };
        assert_eq!(lay(std::slice::from_ref(&week), &new, false).unwrap_err().code, "turn-taken");
        let (gone, come) = lay(std::slice::from_ref(&week), &new, true).unwrap();
        assert_eq!(gone, [week.id.unwrap()]);
        let spans: Vec<_> = come.iter().map(|t| (t.account, t.span.from.day(), t.span.to.day())).collect();
        assert_eq!(spans, [(new.account, 24, 25), (week.account, 21, 23), (week.account, 26, 27)]);
        let again = Turn { rank: 2, id: None, ..week.clone() };
        assert_eq!(lay(&[week], &again, true).unwrap_err().code, "turn-twice");
        let day = |text: &str| text.parse().unwrap();
        assert_eq!(Span::new(day("2026-12-02"), day("2026-12-01")).unwrap_err().code, "turn-backwards");
        assert_eq!(Span::new(day("2026-12-02"), day("2028-12-01")).unwrap_err().code, "turn-too-long");
    }

    fn span() -> impl Strategy<Value = Span> {
        // Over both nights in which the clocks move.
        (0_i32..250, 0_i32..40).prop_map(|(from, days)| {
            let from = jiff::civil::date(2026, 3, 1).saturating_add(from.days());
            Span { from, to: from.saturating_add(days.days()) }
        })
    }

    proptest! {
        /// Whatever is laid over whatever: each day has the last person written down for it, and no rank has two.
        #[test]
        fn the_last_written_down_is_on_call(laid in proptest::collection::vec((1_u8..4, 1_i64..=2, span()), 1..12)) {
            let (mut turns, mut written, mut next) = (Vec::<Turn>::new(), Vec::new(), 100_u8);
            for (who, rank, span) in laid {
                let account = Id::from_random([who; 16]);
                let new = Turn { id: None, rank, account, span };
                let Ok((gone, come)) = lay(&turns, &new, true) else { continue };
                turns.retain(|turn| !gone.contains(&turn.id.unwrap()));
                for turn in come {
                    next += 1;
                    turns.push(Turn { id: Some(Id::from_random([next; 16])), ..turn });
                }
                written.push(new);
            }
            for date in jiff::civil::date(2026, 2, 20).series(1.day()).take(320) {
                let last = |rank| written.iter().rev().find(|t: &&Turn| t.rank == rank && t.span.holds(date)).map(|t| t.account);
                let expected: Vec<Id> = [last(1), last(2)].into_iter().flatten().collect();
                prop_assert_eq!(on_duty(&turns, date), expected);
            }
        }

        /// A moment on call is in a gap exactly when nobody has the day, in the hours that spring skips too.
        #[test]
        fn gaps_are_where_nobody_is(spans in proptest::collection::vec(span(), 0..6), minutes in 0_i64..360_000) {
            let account = Id::from_random([1; 16]);
            let turns: Vec<Turn> = spans.into_iter().map(|span| Turn { id: None, rank: 1, account, span }).collect();
            let cell = Calendar::of_the_cell();
            let moment = at("2026-03-02T09:00:00+01:00").plus_seconds(minutes * 60);
            let all = Span { from: jiff::civil::date(2026, 3, 1), to: jiff::civil::date(2026, 12, 31) };
            let gap = gaps(&turns, all, &cell).into_iter().any(|gap| gap.from <= moment && moment < gap.until);
            if cell.is_on_call(moment) {
                prop_assert_eq!(gap, on_duty(&turns, cell.duty_date(moment)).is_empty());
            }
        }
    }
}
