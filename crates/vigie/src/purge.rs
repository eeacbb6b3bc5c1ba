//! `vigie purge`

use access::Caller;
use jobs::Worker;
use retention::Report;
use vocabulary::Problem;

use crate::wiring::House;

/// Takes away what has been kept long enough, its files too, and says how many of each kind.
pub async fn run(house: &House, dry_run: bool) -> Result<(), Problem> {
    // The operator at the terminal waits for all of it.
    let operator = Caller::Program("operator");
    let report = if dry_run {
        house.services.retention.rehearse(&operator).await?
    } else {
        let report = house.services.retention.purge(&operator, u32::MAX).await?;
        Worker::new(house.desk.clone(), retention::jobs::removal(&house.services.retention)).drain().await?;
        report
    };
    for line in lines(&report, dry_run) {
        out!("{line}");
    }
    Ok(())
}

fn lines(report: &Report, dry_run: bool) -> Vec<String> {
    let mut lines = vec![match (report.counts.is_empty(), dry_run) {
        (true, _) => "Nothing has been kept long enough to go.".to_owned(),
        (false, true) => "This would go:".to_owned(),
        (false, false) => "This is gone:".to_owned(),
    }];
    lines.extend(report.counts.iter().map(|(kind, count)| format!("{count:>8}  {kind}")));
    if !report.kept.is_empty() {
        lines.push(format!("{:>8}  incidents stay by order: {}", report.kept.len(), report.kept.join(", ")));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_and_what_stays_by_order_is_said() {
        assert_eq!(lines(&Report::default(), false), ["Nothing has been kept long enough to go."]);
        let report = Report {
            counts: [("drafts", 12), ("incidents", 3)].into(),
            kept: vec!["VIG-2026-000001-A".to_owned()],
            more: false,
        };
        assert_eq!(
            lines(&report, true),
            [
                "This would go:",
                "      12  drafts",
                "       3  incidents",
                "       1  incidents stay by order: VIG-2026-000001-A"
            ]
        );
    }
}
