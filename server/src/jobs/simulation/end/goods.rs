//! The end of a story in goods: a case gave what was asked for, or money, and what was sent once more has left the shelf.

use super::Count;
use crate::jobs::simulation::world::World;
use market::aftersales::CaseState;
use sea_orm::{FromQueryResult, Statement};
use uuid::Uuid;

impl World<'_> {
    async fn count_of(&self, sql: &str, id: Uuid) -> i64 {
        let statement = Statement::from_sql_and_values(self.kit.market.backend(), sql, [id.into()]);
        Count::find_by_statement(statement).one(self.kit.market.db()).await.expect("an answer").map_or(0, |row| row.found)
    }

    pub(super) async fn cases_gave_goods_or_money(&self) {
        let back = "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) AS found FROM refund WHERE case_id = $1";
        for asked in &self.cases {
            let (row, case) = (self.case(asked.case).await, asked.case);
            let was_sent = self.resent.iter().any(|sent| sent.case == case);
            assert!(row.state.is_over(), "{case} is {} in the end", row.state.code());
            assert_eq!(row.resent.is_some(), was_sent, "whether the goods of {case} were sent once more");
            let owed = match row.state {
                CaseState::Settled => row.awarded.expect("an award").minor(),
                _ => 0,
            };
            assert_eq!(self.count_of(back, case.uuid()).await, owed, "what went back by {case}");
            if row.state == CaseState::Replaced {
                assert!(was_sent, "{case} is said to have its goods, and nobody sent them");
                self.trouble.count("goods that came again", 1);
            }
        }
        let broken = "SELECT COUNT(*) AS found FROM case_event WHERE event = 'give_back_silently'";
        self.trouble.count("promises of goods that were broken", usize::try_from(self.count(broken).await).expect("small"));
        let left = "SELECT CAST(COALESCE(-SUM(amount), 0) AS BIGINT) AS found FROM stock_movement WHERE kind = 'resend' AND variant_id = $1";
        for variant in self.table.goods.iter().map(|(variant, _)| *variant).chain([self.table.large]) {
            let sent: i64 = self.resent.iter().filter(|sent| sent.comes == variant).map(|sent| sent.quantity).sum();
            assert_eq!(self.count_of(left, variant.uuid()).await, sent, "what was sent once more has left the shelf, once");
        }
    }
}
