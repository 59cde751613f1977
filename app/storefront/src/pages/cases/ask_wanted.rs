//! Which variant of a line's goods is to come, in exchange or once more: as the form has it drawn, and as it arrives.

use super::ask_form::quantity_field;
use app_kit::components::{FieldError, describe};
use app_kit::form::FormState;
use app_kit::format::money;
use app_kit::request::Fields;
use app_kit::{Say, lang, say};
use leptos::prelude::*;
use market::account::Language;
use market::aftersales::rules::WantedError;
use market::aftersales::{AskableLine, AskableOrder, CameView, CaseKind, OtherVariant};
use market::catalog::VariantId;

/// The field of what is to come in place of a line.
pub fn wanted_field(position: i64) -> String {
    format!("wanted-{position}")
}

/// Whether the form asks which variant is to come for a line: of an exchange, and, where another one came before, of goods once more. Of
/// what spoils no page asks, nor of what is gone.
fn is_asked(line: &AskableLine, kind: CaseKind) -> bool {
    let may_come = kind == CaseKind::Exchange || line.others.iter().any(|other| other.has_come);
    line.left > 0 && line.kinds.contains(&CaseKind::Exchange) && may_come
}

/// What is wanted where goods are asked for, by the position of the line; nothing for lines of which the same is to come. Whether it can is
/// the market's to say.
pub fn wanted(
    fields: &Fields,
    (kind, askable): (CaseKind, &AskableOrder),
    quantities: &[(i64, i64)],
    form: &mut FormState,
    lang: Language,
) -> Vec<(i64, VariantId)> {
    let mut chosen = Vec::new();
    for line in askable.lines.iter().filter(|line| is_asked(line, kind)) {
        let (field, goods) = (wanted_field(line.position), quantity_field(line.position));
        let typed = fields.get(&field);
        if typed.is_empty() {
            continue;
        }
        match typed.parse() {
            Ok(variant) => chosen.push((line.position, variant)),
            Err(_) => form.wrong(&field, why_not(WantedError::Unknown, lang)),
        }
        // Whoever chose what is to come, and not how much, has forgotten that. What came before is chosen by nobody.
        let is_usual = line.came.as_ref().is_some_and(|came| came.variant.to_string() == typed);
        if !is_usual && form.error(&goods).is_none() && !quantities.iter().any(|(position, _)| *position == line.position) {
            let how_much = match kind {
                CaseKind::Resend => lang.say("Please say how much of it is to be sent again.", "请填写补发多少。"),
                _ => lang.say("Please say how much of it you exchange.", "请填写换多少。"),
            };
            form.wrong(&goods, how_much);
        }
    }
    chosen
}

/// Why something cannot come in exchange.
pub fn why_not(error: WantedError, lang: Language) -> String {
    match error {
        WantedError::Unknown => {
            lang.say("This is no variant of these goods. Please choose again.", "这不是该商品的规格，请重新选择。").to_owned()
        }
        WantedError::NotOnSale => {
            lang.say("This is not on sale any more. Please choose another one.", "这一款已下架，请另选一款。").to_owned()
        }
        WantedError::OtherMeasure => lang
            .say(
                "This is sold by another measure than yours was, so it cannot come in exchange.",
                "这一款的计价方式与您购买时不同，不能换。",
            )
            .to_owned(),
        WantedError::OnlyInExchange => lang
            .say(
                "This can come in exchange only. Please choose what you bought or what came for it.",
                "这一款只能换货。补发请选择您购买的或换得的规格。",
            )
            .to_owned(),
        WantedError::OtherPrice { price } => {
            let price = money(price, lang);
            say!(
                lang,
                "This costs {price} now, not what yours cost, so it cannot come in exchange.",
                "这一款现价 {price}，与您购买时的价格不同，不能换。"
            )
        }
    }
}

/// What stands in the list: what it is, and why it cannot come, or cannot at once.
fn choice(other: &OtherVariant, lang: Language) -> String {
    let name = &other.name;
    match other.why_not {
        None if other.is_there => name.clone(),
        None => say!(lang, "{name} (none left at the moment)", "{name}（暂时无货）"),
        Some(WantedError::OtherPrice { price }) => {
            let price = money(price, lang);
            say!(lang, "{name} (costs {price} now)", "{name}（现价 {price}）")
        }
        Some(WantedError::OnlyInExchange) => say!(lang, "{name} (in exchange only)", "{name}（仅限换货）"),
        Some(WantedError::OtherMeasure) => say!(lang, "{name} (another measure)", "{name}（计价方式不同）"),
        Some(WantedError::Unknown | WantedError::NotOnSale) => say!(lang, "{name} (not on sale)", "{name}（已下架）"),
    }
}

/// What tells apart what was bought, and the words for it in the list; what came in its place is the same to its buyer by now.
fn first(same: &str, has_other: bool, lang: Language) -> String {
    match (same, has_other) {
        ("", false) => lang.say("The same", "同款").to_owned(),
        ("", true) => lang.say("What you bought", "原购买款").to_owned(),
        (same, false) => say!(lang, "The same: {same}", "同款：{same}"),
        (same, true) => say!(lang, "What you bought: {same}", "原购买款：{same}"),
    }
}

/// The field; nothing where there is nothing to choose. What came in exchange is chosen already.
#[component]
pub fn OtherOne(line: AskableLine, form: FormState) -> impl IntoView {
    let lang = lang();
    let AskableLine { position, line, others, came, .. } = line;
    let (title, field) = (line.title, wanted_field(position));
    let may_come_again = others.iter().any(|other| other.has_come);
    let first_value = came.as_ref().map(|_| line.variant.to_string()).unwrap_or_default();
    let first_text = first(&line.choices.join(" · "), came.is_some(), lang);
    let usual = came.map(|came: CameView| came.variant.to_string()).unwrap_or_default();
    let error = form.error(&field).map(str::to_owned);
    let invalid = error.is_some().then_some("true");
    let described = describe(&field, true, error.is_some());
    let typed = form.value_or(&field, &usual).to_owned();
    let (label, hint) = if may_come_again {
        (
            lang.say("Exchange it, or have it sent again, as", "换货或补发时寄哪一款"),
            lang.say(
                "Only what costs as much as yours did can come in exchange. What you bought and what came for it can also be sent again.",
                "换货只能换成与购买时价格相同的规格。您购买的和换得的规格还可以补发。",
            ),
        )
    } else {
        (
            lang.say("Exchange it for", "换货时换成"),
            lang.say("Only what costs as much as yours did can come in exchange.", "只能换成与购买时价格相同的规格。"),
        )
    };
    (!others.is_empty() || error.is_some()).then(|| view! {
        <div class="field">
            <label for=field.clone()>{label}<span class="sr">{say!(lang, ": {title}", "：{title}")}</span></label>
            <p class="hint" id=format!("{field}-hint")>{hint}</p>
            <select id=field.clone() name=field.clone() aria-invalid=invalid aria-describedby=described>
                <option value=first_value.clone() selected=first_value == typed>{first_text}</option>
                {others.into_iter().map(|other| {
                    let (value, text, is_possible) = (other.variant.to_string(), choice(&other, lang), other.why_not.is_none());
                    // Of what cannot come nothing is sent: it must not look chosen.
                    let (selected, disabled) = (is_possible && value == typed, !is_possible);
                    view! { <option value=value selected=selected disabled=disabled>{text}</option> }
                }).collect_view()}
            </select>
            {error.map(|error| view! { <FieldError name=field.clone() error/> })}
        </div>
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::kernel::{Money, Timestamp};

    #[test]
    fn the_list_says_what_cannot_come_and_why() {
        let price = Money::fen(13_800);
        let said = |is_there, why_not, lang| {
            let variant = VariantId::mint(Timestamp::from_millis(0));
            choice(&OtherVariant { variant, name: "L".to_owned(), is_there, why_not, has_come: false }, lang)
        };
        assert_eq!(said(true, None, Language::En), "L");
        assert_eq!(said(false, None, Language::En), "L (none left at the moment)");
        assert_eq!(said(false, None, Language::Zh), "L（暂时无货）");
        let dearer = Some(WantedError::OtherPrice { price });
        assert_eq!(said(true, dearer, Language::En), "L (costs CN¥138.00 now)");
        assert_eq!(said(true, dearer, Language::Zh), "L（现价 ¥138.00）");
        for error in [WantedError::Unknown, WantedError::NotOnSale, WantedError::OtherMeasure, WantedError::OnlyInExchange] {
            assert_ne!(said(true, Some(error), Language::En), "L");
        }
    }
}
