/// Texts of dumps.
enum Dump {
    static let head = """
        -- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
        --
        -- Host: localhost    Database: shop
        /*!40101 SET NAMES utf8mb4 */;
        /*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;

        """
    static let tail = """
        /*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

        -- Dump completed on 2026-05-01  8:00:00

        """

    static let customerColumns = """
        entity_id website_id email group_id increment_id store_id created_at updated_at is_active disable_auto_group_change created_in \
        prefix firstname middlename lastname suffix dob password_hash rp_token default_billing default_shipping taxvat confirmation gender
        """

    static func table(_ name: String, _ columns: String) -> String {
        let lines = columns.split(separator: " ").map { "  `\($0)` varchar(255) DEFAULT NULL COMMENT 'a, (b) `c`'" }
        return """
            DROP TABLE IF EXISTS `\(name)`;
            CREATE TABLE `\(name)` (
            \(lines.joined(separator: ",\n")),
              PRIMARY KEY (`\(columns.split(separator: " ")[0])`),
              KEY `K` (`\(columns.split(separator: " ")[0])`) USING BTREE
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='x;y';

            """
    }

    static func insert(_ name: String, _ rows: String...) -> String {
        "LOCK TABLES `\(name)` WRITE;\nINSERT INTO `\(name)` VALUES \(rows.joined(separator: ","));\nUNLOCK TABLES;\n"
    }

    /// A row of `customer_entity`.
    static func customer(
        _ id: Int, _ email: String, hash: String = "NULL", website: String = "1", billing: String = "NULL", shipping: String = "NULL"
    ) -> String {
        """
        (\(id),\(website),'\(email)',1,NULL,1,'2024-02-29 12:00:01','2024-03-01 00:00:00',1,0,'Default Store View',NULL,'Ann',NULL,\
        'O\\'Lee',NULL,'1990-01-31',\(hash),NULL,\(billing),\(shipping),NULL,NULL,2)
        """
    }

    static func customers(_ rows: String...) -> String {
        let table = table("customer_entity", customerColumns)
        let rows = "INSERT INTO `customer_entity` VALUES \(rows.joined(separator: ",\n"));\n"
        return head + table + rows + tail
    }

    /// A small shop with rows in every table, in the order of `mysqldump`.
    static var shop: String {
        head
            + table("admin_user", "user_id firstname lastname email username password created modified is_active rp_token")
            + insert(
                "admin_user",
                "(1,'Old','Admin','root@shop.test','Root','\(argon)','2023-01-01 00:00:00','2023-01-01 00:00:00',1,NULL)",
                "(2,'Lim','Ited','lim@shop.test','lim','\(sha)','2023-01-01 00:00:00','2023-01-01 00:00:00',1,NULL)",
                "(3,'No','Role','no@shop.test','norole','\(sha)','2023-01-01 00:00:00','2023-01-01 00:00:00',0,NULL)")
            + table("admin_user_expiration", "user_id expires_at") + insert("admin_user_expiration", "(2,'2001-01-01 00:00:00')")
            + table("authorization_role", "role_id parent_id tree_level sort_order role_type user_id user_type role_name")
            + insert(
                "authorization_role", "(1,0,1,1,'G',0,'2','Administrators')", "(2,1,2,0,'U',1,'2','Root')",
                "(3,0,1,0,'G',0,'2','Readers')", "(4,3,2,0,'U',2,'2','lim')", "(5,0,1,0,'G',0,'2','Readers')",
                "(6,0,0,0,'U',7,'1','17')")
            + table("authorization_rule", "rule_id role_id resource_id privileges permission")
            + insert(
                "authorization_rule", "(1,1,'Magento_Backend::all',NULL,'allow')", "(2,3,'Magento_Customer::customer',NULL,'allow')",
                "(3,3,'Magento_Sales::sales',NULL,'allow')", "(4,3,'Magento_Customer::manage',NULL,'deny')",
                "(5,6,'Magento_Customer::customer',NULL,'allow')", "(6,6,'Vendor_Thing::do',NULL,'allow')")
            + table("core_config_data", "config_id scope scope_id path value updated_at")
            + insert(
                "core_config_data", "(1,'default',0,'oauth/access_token_lifetime/customer','2.5',NULL)",
                "(2,'default',0,'webapi/validation/default_page_size','500',NULL)",
                "(3,'default',0,'webapi/validation/maximum_page_size','600',NULL)",
                "(4,'default',0,'oauth/authentication_lock/timeout','many',NULL)", "(5,'default',0,'web/secure/base_url','https://x',NULL)",
                "(6,'websites',1,'customer/password/minimum_password_length','9',NULL)",
                "(7,'default',0,'oauth/access_token_lifetime/admin',NULL,NULL)")
            + table(
                "customer_address_entity",
                """
                entity_id increment_id parent_id created_at updated_at is_active city company country_id fax firstname lastname \
                middlename postcode prefix region region_id street suffix telephone vat_id
                """)
            + insert(
                "customer_address_entity",
                "(11,NULL,7,'','',1,'Köln',NULL,'DE',NULL,'Ann','Lee',NULL,'50667',NULL,'NRW',88,'Weg 1\\nHaus B\\n',NULL,'0221',NULL)",
                "(12,NULL,7,'','',1,'Bonn','A \\\"B\\\" & Co','DE',NULL,'Ann','Lee',NULL,NULL,NULL,NULL,NULL,'Platz 2',NULL,'0228','DE1')",
                "(13,NULL,99,'','',1,'Nowhere',NULL,'DE',NULL,'No','One',NULL,NULL,NULL,NULL,0,'X',NULL,'1',NULL)")
            + table("customer_entity", customerColumns)
            + insert(
                "customer_entity", customer(7, "Ann@shop.test", hash: "'\(argon)'", billing: "11", shipping: "13"),
                customer(8, "bob@shop.test", hash: "'\(sha)'"),
                customer(9, "bob@shop.test", website: "2").replacing(",1,NULL,1,", with: ",4,NULL,3,"),
                customer(70_000, "key@shop.test", hash: "'\(keyed)'"))
            + table("customer_group", "customer_group_id customer_group_code tax_class_id")
            + insert("customer_group", "(0,'NOT LOGGED IN',3)", "(1,'Kunden',3)", "(4,'Händler',5)")
            + table("jwt_auth_revoked", "user_type_id user_id revoke_before") + insert("jwt_auth_revoked", "(3,7,1)")
            + table("newsletter_subscriber", "subscriber_id store_id customer_id subscriber_email subscriber_status")
            + insert("newsletter_subscriber", "(1,1,8,'bob@shop.test',1)", "(2,1,7,'ann@shop.test',3)", "(3,1,0,'guest@shop.test',1)")
            + table("store", "store_id code website_id group_id name sort_order is_active")
            + insert(
                "store", "(0,'admin',0,0,'Admin',0,1)", "(1,'default',1,1,'Deutsch',0,1)", "(2,'english',1,1,'English',0,1)",
                "(3,'b2b',2,2,'B2B',0,0)")
            + table("store_group", "group_id website_id name root_category_id default_store_id code")
            + insert("store_group", "(0,0,'Default',0,0,'default')", "(1,1,'Main',2,2,'main')", "(2,2,'B2B',2,3,'b2b')")
            + table("store_website", "website_id code name sort_order default_group_id is_default")
            + insert("store_website", "(0,'admin','Admin',0,0,0)", "(1,'base','Haupt',0,1,1)", "(2,'b2b','B2B',0,2,0)")
            + table("tfa_user_config", "config_id user_id encoded_config") + insert("tfa_user_config", "(1,1,_binary 'x\\0;y')")
            + tail
    }

    static let salt = "abcdefghijklmnopqrstuvwxyz012345"
    static let argon = "3947ee47a7d5e576f8f43c6b7d7ac6b51823ab989f5609ae7a4e4e87a332223b:\(salt):3_32_2_67108864"
    static let sha = "4ffbb8dfad06591d7f3e2d8dca9fb1bcdff54086262a948fd65647bc8f5a0bc1:\(salt):1"
    static let keyed = "df5d27c17eabebee696204fa792d675d74f6794571cd043eb407f27ac55fa2b4"
}
