// The graph's types as views of the upstream's JSON: nothing is read before it is asked for.
import { STATUSES, TYPES, active, choice, date, digits, text, texts } from './wire.mjs';

class View {
  constructor(json) { this.json = json; }
  get edited() { return one(Edited, this.json.Edited); }
  get isActive() { return this.json.IsActive; }
}

const one = (Type, json) => (json ? new Type(json) : null);
const many = (Type, items) => (items ? items.map((json) => new Type(json)) : null);

class Edited {
  constructor(json) { this.json = json; }
  get createdAt() { return date(this.json.CreatedDate); }
  get createdBy() { return this.json.CreatedBy; }
  get modifiedAt() { return date(this.json.ModifiedDate); }
  get modifiedBy() { return this.json.ModifiedBy; }
}

class Name extends View {
  get prefix() { return this.json.Prefix; }
  get first() { return this.json.FirstName; }
  get middle() { return this.json.MiddleName; }
  get last() { return this.json.LastName; }
  get suffix() { return this.json.Suffix; }
}

class Consent extends View {
  get type() { return this.json.ConsentType; }
  get version() { return this.json.ConsentVersion; }
  get locale() { return this.json.Locale; }
  get status() { return choice(this.json.ConsentStatus, STATUSES); }
  get collectedAt() { return date(this.json.ConsentDate, false); }
  get expiresAt() { return date(this.json.ExpirationDate); }
  get isExpired() { return this.json.Expired; }
}

class PreferenceAttribute extends View {
  get key() { return this.json.Key; }
  get value() { return this.json.Value; }
}

class Preference extends View {
  get filterId() { return text(this.json.FilterId); }
  get programId() { return text(this.json.ProgramId); }
  get channelId() { return text(this.json.ChannelId); }
  get type() { return choice(this.json.PreferenceType, TYPES); }
  get status() { return choice(this.json.PreferenceStatus); }
  get matchType() { return choice(this.json.MatchType); }
  get frequencyId() { return text(this.json.FrequencyId); }
  get attributes() { return many(PreferenceAttribute, this.json.PreferenceAttributes); }
  get collectedAt() { return date(this.json.CustomerDate); }
  get expiresAt() { return date(this.json.ExpirationDate); }
  get modifiedAt() { return date(this.json.LastModifiedDate); }
  get userId() { return text(this.json.UserId); }
  get sourceId() { return text(this.json.SourceId); }
  get reasonCode() { return text(this.json.ReasonCode); }
  get consents() { return many(Consent, this.json.Consents); }
}

class StandardizedAddress extends View {
  get line1() { return this.json.CassAddress1; }
  get line2() { return this.json.CassAddress2; }
  get city() { return this.json.CassCity; }
  get stateProvince() { return this.json.CassStateProvince; }
  get postalCode() { return this.json.CassPostalCode; }
  get isStandardized() { return { Y: true, N: false }[this.json.CassStatus] ?? null; }
}

class Address extends View {
  get type() { return this.json.AddressType; }
  get isDefault() { return this.json.IsDefault; }
  get line1() { return this.json.Address1; }
  get line2() { return this.json.Address2; }
  get city() { return this.json.City; }
  get stateProvince() { return this.json.StateProvince; }
  get postalCode() { return this.json.PostalCode; }
  get country() { return this.json.Country; }
  get countryCodeNumeric() { return text(this.json.CountryCode_Numeric); }
  get countryCodeAlpha2() { return this.json.CountryCode_Alpha2; }
  get countryCodeAlpha3() { return this.json.CountryCode_Alpha3; }
  get standardized() { return new StandardizedAddress(this.json); }
  get preferences() { return many(Preference, this.json.AddressPreferences); }
  get consents() { return many(Consent, this.json.Consents); }
}

class Email extends View {
  get type() { return this.json.EmailAddressType; }
  get address() { return this.json.EmailAddress; }
  get isDefault() { return this.json.IsDefault; }
  get preferences() { return many(Preference, this.json.EmailPreferences); }
  get consents() { return many(Consent, this.json.Consents); }
}

class Phone extends View {
  get type() { return this.json.PhoneType; }
  get number() { return this.json.PhoneNumber; }
  get digits() { return digits(this.json.PhoneNumber); }
  get isMobile() { return this.json.IsMobile; }
  get isDefault() { return this.json.IsDefault; }
  get preferences() { return many(Preference, this.json.PhoneNumberPreferences); }
  get consents() { return many(Consent, this.json.Consents); }
}

class AlternateId extends View {
  get type() { return this.json.AlternateIdType; }
  get id() { return this.json.AlternateId; }
}

class CustomField extends View {
  get name() { return this.json.Name; }
  get value() { return Array.isArray(this.json.Value) ? null : text(this.json.Value); }
  get values() { return texts(this.json.Value); }
}

class Group extends View {
  get type() { return this.json.GroupType; }
  get name() { return this.json.GroupName; }
  get isPrimary() { return this.json.IsPrimary; }
}

class Tag extends View {
  get name() { return this.json.Name; }
}

export class Profile extends View {
  get accountId() { return process.env.BENCH_ACCOUNT; }
  get profileId() { return String(this.json.ProfileId); }
  get registrationConfirmed() { return this.json.RegistrationConfirmed; }
  get customerType() { return this.json.CustomerType; }
  get preserveConsents() { return this.json.PreserveConsents; }
  get preservePreferences() { return this.json.PreservePreferences; }
  get name() { return one(Name, this.json.CustomerName); }
  get defaultLocale() { return this.json.DefaultLocale; }
  get status() { return choice(this.json.Status); }
  get deactivationReason() { return this.json.ReasonCode; }
  get alternateIds() { return many(AlternateId, active(this.json.AlternateIds)); }
  get addresses() { return many(Address, active(this.json.Addresses)); }
  get emails() { return many(Email, active(this.json.Emails)); }
  get phones() { return many(Phone, active(this.json.PhoneNumbers)); }
  get preferences() { return many(Preference, this.json.ProfilePreferences); }
  get consents() { return many(Consent, this.json.Consents); }
  get customFields() { return many(CustomField, this.json.CustomFields); }
  get groups() { return many(Group, this.json.Groups); }
  get tags() { return many(Tag, this.json.ProfileTags); }
}
