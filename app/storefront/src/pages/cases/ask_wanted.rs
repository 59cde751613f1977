//! Which other variant of a line's goods is to come in exchange: as the form has it drawn, and as it arrives.

use super::ask_form::quantity_field;
use app_kit::components::{FieldError, describe};
use app_kit::form::FormState;
use app_kit::format::money;
use app_kit::request::Fields;
use app_kit::{Say, lang, say};
use leptos::prelude::*;
use market::account::Language;
use market::aftersales::rules::WantedError;
use market::aftersales::{AskableOrder, CaseKind, OtherVariant};
use market::catalog::VariantId;

/// The field of what is to come in place of a line.
pub fn wanted_field(position: i64) -> String {
    format!("wanted-{position}")
}

/// What is wanted of an exchange, by the position of the line; nothing for lines of which the same is to come. Whether it can is the
/// market's to say.
pub fn wanted(
    fields: &Fields,
    askable: &AskableOrder,
    quantities: &[(i64, i64)],
    form: &mut FormState,
    lang: Language,
) -> Vec<(i64, VariantId)> {
    let mut chosen = Vec::new();
    // Of what is not exchanged, as of goods that spoil, no page asks for which.
    for line in askable.lines.iter().filter(|line| line.kinds.contains(&CaseKind::Exchange)) {
        let (field, goods) = (wanted_field(line.position), quantity_field(line.position));
        let typed = fields.get(&field);
        if typed.is_empty() {
            continue;
        }
        match typed.parse() {
            Ok(variant) => chosen.push((line.position, variant)),
            Err(_) => form.wrong(&field, why_not(WantedError::Unknown, lang)),
        }
        // Whoever chose what is to come, and not how much, has forgotten that.
        if form.error(&goods).is_none() && !quantities.iter().any(|(position, _)| *position == line.position) {
            form.wrong(&goods, lang.say("Please say how much of it you exchange.", "请填写换多少。"));
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
        WantedError::OtherPrice { price } => {
            let price = money(price, lang);
            say!(
                lang,
                "This costs {price} now, which is not what yours did, so it cannot come in exchange.",
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
        Some(WantedError::OtherMeasure) => say!(lang, "{name} (another measure)", "{name}（计价方式不同）"),
        Some(WantedError::Unknown | WantedError::NotOnSale) => say!(lang, "{name} (not on sale)", "{name}（已下架）"),
    }
}

/// The field; nothing where there is nothing to choose. `same` is what tells apart what was bought.
#[component]
pub fn OtherOne(position: i64, title: String, same: String, others: Vec<OtherVariant>, form: FormState) -> impl IntoView {
    let lang = lang();
    let field = wanted_field(position);
    let error = form.error(&field).map(str::to_owned);
    let invalid = error.is_some().then_some("true");
    let described = describe(&field, true, error.is_some());
    let typed = form.value(&field).to_owned();
    let the_same = if same.is_empty() {
        lang.say("The same", "同款").to_owned()
    } else {
        say!(lang, "The same: {same}", "同款：{same}")
    };
    (!others.is_empty() || error.is_some()).then(|| view! {
        <div class="field">
            <label for=field.clone()>{lang.say("If you exchange it, for which", "换货时换成")}<span class="sr">{say!(lang, ": {title}", "：{title}")}</span></label>
            <p class="hint" id=format!("{field}-hint")>{lang.say("Only what costs as much as yours did can come in exchange.", "只能换成与购买时价格相同的规格。")}</p>
            <select id=field.clone() name=field.clone() aria-invalid=invalid aria-describedby=described>
                <option value="">{the_same}</option>
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
            choice(&OtherVariant { variant, name: "L".to_owned(), is_there, why_not }, lang)
        };
        assert_eq!(said(true, None, Language::En), "L");
        assert_eq!(said(false, None, Language::En), "L (none left at the moment)");
        assert_eq!(said(false, None, Language::Zh), "L（暂时无货）");
        let dearer = Some(WantedError::OtherPrice { price });
        assert_eq!(said(true, dearer, Language::En), "L (costs CN¥138.00 now)");
        assert_eq!(said(true, dearer, Language::Zh), "L（现价 ¥138.00）");
        for error in [WantedError::Unknown, WantedError::NotOnSale, WantedError::OtherMeasure] {
            assert_ne!(said(true, Some(error), Language::En), "L");
        }
    }
}
