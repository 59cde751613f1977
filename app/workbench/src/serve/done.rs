//! Where the browser goes when a form has done its deed: back to the part of the page that was worked on, where it is told.

use crate::parts::DONE;
use app_kit::request::see_other;
use app_kit::routes::percent;
use axum::response::Response;

/// Sends the browser to a page of ours, which tells what was done. `page` is one of our own paths, or one with a query.
pub fn done_at(page: &str, done: &str) -> Response {
    see_other(&address(page, done, ""))
}

/// The same for a row that may be there still: then it is told in it. `row` is what the page knows it by.
pub fn done_in_row(page: &str, done: &str, row: &str) -> Response {
    see_other(&address(page, done, row))
}

fn address(page: &str, done: &str, row: &str) -> String {
    let mark = if page.contains('?') { '&' } else { '?' };
    let of = if row.is_empty() { String::new() } else { format!("&of={}", percent(row)) };
    format!("{page}{mark}done={done}{of}#{DONE}")
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_ends_where_it_is_told() {
        assert_eq!(address("/admin/cash", "paid", ""), "/admin/cash?done=paid#done");
        assert_eq!(
            address("/admin/cash?after=7", "suspended", "pay_1&x#y"),
            "/admin/cash?after=7&done=suspended&of=pay_1%26x%23y#done"
        );
    }
}
