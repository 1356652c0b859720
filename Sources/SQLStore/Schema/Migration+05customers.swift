extension Migration {
    /// Address books, groups, password resets, and the columns that customers are searched by. The `…_key` columns hold texts in the form of
    /// `LoginName.folded`; existing rows get the nearest form that SQL can express.
    static let customers = Migration(name: "05-customers") { dialect in
        [
            "ALTER TABLE customer ADD COLUMN default_billing BIGINT",
            "ALTER TABLE customer ADD COLUMN default_shipping BIGINT",
            "ALTER TABLE customer ADD COLUMN first_name_key TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE customer ADD COLUMN last_name_key TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE customer ADD COLUMN created_in_key TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE customer ADD COLUMN middle_name_key TEXT",
            "ALTER TABLE customer ADD COLUMN prefix_key TEXT",
            "ALTER TABLE customer ADD COLUMN suffix_key TEXT",
            "ALTER TABLE customer ADD COLUMN tax_number_key TEXT",
            """
            UPDATE customer SET first_name_key = lower(first_name), last_name_key = lower(last_name),
                created_in_key = lower(created_in), middle_name_key = lower(middle_name), prefix_key = lower(prefix),
                suffix_key = lower(suffix), tax_number_key = lower(tax_number)
            """,
            "CREATE INDEX customer_first_name ON customer (first_name_key)",
            "CREATE INDEX customer_last_name ON customer (last_name_key)",
            "CREATE INDEX customer_created ON customer (created_at)",
            "CREATE INDEX customer_updated ON customer (updated_at)",
            """
            CREATE TABLE customer_address (
                id \(dialect.identity(1)),
                customer_id BIGINT NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
                region_code TEXT,
                region TEXT,
                region_id BIGINT,
                country_id TEXT NOT NULL,
                street TEXT NOT NULL,
                company TEXT,
                telephone TEXT NOT NULL,
                fax TEXT,
                postcode TEXT,
                city TEXT NOT NULL,
                first_name TEXT NOT NULL,
                last_name TEXT NOT NULL,
                middle_name TEXT,
                prefix TEXT,
                suffix TEXT,
                tax_number TEXT
            )
            """,
            "CREATE INDEX customer_address_customer ON customer_address (customer_id)",
            "CREATE TABLE customer_group (id BIGINT NOT NULL PRIMARY KEY, code TEXT NOT NULL, tax_class_id BIGINT NOT NULL)",
            """
            INSERT INTO customer_group (id, code, tax_class_id)
            VALUES (0, 'NOT LOGGED IN', 3), (1, 'General', 3), (2, 'Wholesale', 3), (3, 'Retailer', 3)
            """,
            """
            CREATE TABLE password_reset_token (
                customer_id BIGINT NOT NULL PRIMARY KEY REFERENCES customer (id) ON DELETE CASCADE,
                digest TEXT NOT NULL UNIQUE,
                issued_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX password_reset_token_issue ON password_reset_token (issued_at)",
            """
            CREATE TABLE password_reset_request (
                id \(dialect.identity(1)),
                kind INTEGER NOT NULL,
                reference TEXT NOT NULL,
                requested_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX password_reset_request_reference ON password_reset_request (reference, kind, requested_at)",
            "CREATE INDEX password_reset_request_moment ON password_reset_request (requested_at)",
        ]
    }
}
