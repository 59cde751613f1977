//! Identities as the database holds them: sealed for their own row, with a keyed digest of the ID number by which equal ones are
//! counted.

use super::secret::{BankCard, IdNumber, Identity, LegalName};
use super::store::identity;
use super::types::{IdentityId, ShopId, Verification};
use crate::kernel::{Fault, Keyring, KeyringError, Timestamp};
use sea_orm::ActiveValue::Set;

/// Under which name the digest of an ID number is made; another digest of the same number must not be comparable.
const ID_NUMBER: &str = "identity|id_number";

fn place(column: &str, id: IdentityId) -> String {
    format!("identity|{column}|{}", id.uuid())
}

/// The keyed digest of an ID number.
pub(crate) fn index(keyring: &dyn Keyring, number: &IdNumber) -> Vec<u8> {
    keyring.blind_index(ID_NUMBER, number.reveal().as_bytes())
}

/// A row that waits for the operator.
pub(crate) fn seal(
    keyring: &dyn Keyring,
    id: IdentityId,
    shop: ShopId,
    identity: &Identity,
    now: Timestamp,
) -> Result<identity::ActiveModel, KeyringError> {
    let seal = |column: &str, plain: &str| keyring.seal(&place(column, id), plain.as_bytes());
    Ok(identity::ActiveModel {
        id: Set(id.uuid()),
        shop_id: Set(shop.uuid()),
        legal_name_sealed: Set(seal("legal_name", identity.legal_name.reveal())?),
        id_number_sealed: Set(seal("id_number", identity.id_number.reveal())?),
        id_number_index: Set(index(keyring, &identity.id_number)),
        id_number_last4: Set(identity.id_number.last4()),
        bank_card_sealed: Set(seal("bank_card", identity.bank_card.reveal())?),
        bank_card_last4: Set(identity.bank_card.last4()),
        state: Set(Verification::Waiting.code().to_owned()),
        submitted_at: Set(now.millis()),
        decided_at: Set(None),
        decided_by: Set(None),
        reason: Set(None),
        pays_from: Set(None),
        came_back: Set(0),
    })
}

/// What a row sealed.
pub(crate) fn open(keyring: &dyn Keyring, row: &identity::Model) -> Result<Identity, Fault> {
    let id = IdentityId::from_uuid(row.id);
    let open = |column: &str, sealed: &[u8]| {
        let plain = keyring.open(&place(column, id), sealed).map_err(Fault::broken)?;
        String::from_utf8(plain).map_err(|_| Fault::broken("a sealed value is no text"))
    };
    Ok(Identity {
        legal_name: LegalName(open("legal_name", &row.legal_name_sealed)?),
        id_number: IdNumber(open("id_number", &row.id_number_sealed)?),
        bank_card: BankCard(open("bank_card", &row.bank_card_sealed)?),
    })
}
