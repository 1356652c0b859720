import Testing

extension StoreConformance {
    /// A test of a driver on new databases.
    package struct Case: Sendable, CustomTestStringConvertible {
        package let testDescription: String
        package let run: @Sendable (StoreDriver) async throws -> Void

        init(_ name: String, _ run: @escaping @Sendable (StoreDriver) async throws -> Void) {
            testDescription = name
            self.run = run
        }
    }

    /// All tests. `StoreConformanceTests` checks that none is missing.
    package static let cases: [Case] = [
        Case("adminsAreReadAsWritten", adminsAreReadAsWritten),
        Case("updatingAnAdminKeepsNameAndCreationTimeAndOtherRows", updatingAnAdminKeepsNameAndCreationTimeAndOtherRows),
        Case("adminNamesAreUniqueIgnoringCase", adminNamesAreUniqueIgnoringCase),
        Case("idsOfDeletedAccountsAreNotReused", idsOfDeletedAccountsAreNotReused),
        Case("customersAreReadAsWritten", customersAreReadAsWritten),
        Case("anEmailIsUniquePerWebsite", anEmailIsUniquePerWebsite),
        Case("rolesKeepTheirResourcesInOrder", rolesKeepTheirResourcesInOrder),
        Case("aRoleInUseCannotBeDeleted", aRoleInUseCannotBeDeleted),
        Case("addressesAreReadAsWritten", addressesAreReadAsWritten),
        Case("customerGroupsExistAndCanBeReplaced", customerGroupsExistAndCanBeReplaced),
        Case("aResetTokenReplacesThePreviousOne", aResetTokenReplacesThePreviousOne),
        Case("resetRequestsAreCountedByKindAndKey", resetRequestsAreCountedByKindAndKey),
        Case("everyChangeThatInvalidatesCachesIsCounted", everyChangeThatInvalidatesCachesIsCounted),
        Case("changesThatInvalidateNothingAreNotCounted", changesThatInvalidateNothingAreNotCounted),
        Case("importedRowsKeepTheirIDsAndReplaceNoRow", importedRowsKeepTheirIDsAndReplaceNoRow),
        Case("defaultAddressesOfOtherCustomersAreCleared", defaultAddressesOfOtherCustomersAreCleared),
        Case("sitesAreSetByID", sitesAreSetByID),
        Case("anImportIsInvisibleUntilItEnds", anImportIsInvisibleUntilItEnds),
        Case("aDiscardedImportLeavesNoRow", aDiscardedImportLeavesNoRow),
        Case("integrationsAreReadAsWritten", integrationsAreReadAsWritten),
        Case("consumersAreFoundByKeyAndOwner", consumersAreFoundByKeyAndOwner),
        Case("aConsumerHasOneLiveAccessToken", aConsumerHasOneLiveAccessToken),
        Case("aRequestTokenEndsOnceAndOldOnesAreDeletedInBatches", aRequestTokenEndsOnceAndOldOnesAreDeletedInBatches),
        Case("aNonceIsAcceptedOncePerConsumerAndTime", aNonceIsAcceptedOncePerConsumerAndTime),
        Case("deletingAnIntegrationDeletesItsConsumerAndTokens", deletingAnIntegrationDeletesItsConsumerAndTokens),
        Case("aMailScheduledBeyondItsWaitIsDue", aMailScheduledBeyondItsWaitIsDue),
        Case("mailsAreReadAsWritten", mailsAreReadAsWritten),
        Case("aDueMailIsClaimedOnce", aDueMailIsClaimedOnce),
        Case("onlyTheClaimingWorkerSettlesAMail", onlyTheClaimingWorkerSettlesAMail),
        Case("queuedMailsAreCountedUpToALimit", queuedMailsAreCountedUpToALimit),
        Case("queuedMailsAreListedAndMadeDue", queuedMailsAreListedAndMadeDue),
        Case("theLastUseOfATokenNeverMovesBack", theLastUseOfATokenNeverMovesBack),
        Case("talliesCountLiveTokensAndLocks", talliesCountLiveTokensAndLocks),
        Case("throttleEntriesAreKeptByKindAndName", throttleEntriesAreKeptByKindAndName),
        Case("cleanUpDeletesEndedThrottleEntriesUpToItsLimit", cleanUpDeletesEndedThrottleEntriesUpToItsLimit),
        Case("settings", settings),
        Case("theInitialSitesExist", theInitialSitesExist),
        Case("sitesCanBeAddedAndHaveUniqueCodes", sitesCanBeAddedAndHaveUniqueCodes),
        Case("theAuditTrailListsTheNewestFirst", theAuditTrailListsTheNewestFirst),
        Case("anHourOfATaskIsClaimedOnce", anHourOfATaskIsClaimedOnce),
        Case("oneOfManyConcurrentClaimsSucceeds", oneOfManyConcurrentClaimsSucceeds),
        Case("everyMemberOfAnAdminIsKept", everyMemberOfAnAdminIsKept),
        Case("everyMemberOfACustomerIsKept", everyMemberOfACustomerIsKept),
        Case("everyMemberOfAnAddressIsKept", everyMemberOfAnAddressIsKept),
        Case("everyMemberOfAnIntegrationIsKept", everyMemberOfAnIntegrationIsKept),
        Case("everyMemberOfASecondFactorIsKept", everyMemberOfASecondFactorIsKept),
        Case("everyMemberOfOtherRecordsIsKept", everyMemberOfOtherRecordsIsKept),
        Case("searchesFindWhatTheirConditionSays", searchesFindWhatTheirConditionSays),
        Case("everyFieldCanBeSearchedAndOrderedBy", everyFieldCanBeSearchedAndOrderedBy),
        Case("groupsNarrowFiltersWidenPagesCut", groupsNarrowFiltersWidenPagesCut),
        Case("secondFactorsAreReadAsWritten", secondFactorsAreReadAsWritten),
        Case("aConcurrentlyChangedStateIsNotOverwritten", aConcurrentlyChangedStateIsNotOverwritten),
        Case("aBatchContainsAllFactorsOfAnAdmin", aBatchContainsAllFactorsOfAnAdmin),
        Case("securityKeysBelongToOneAdmin", securityKeysBelongToOneAdmin),
        Case("preferencesAreReplaced", preferencesAreReplaced),
        Case("secondFactorsAreDeletedWithTheAdmin", secondFactorsAreDeletedWithTheAdmin),
        Case("theEndOfSetUpTokensIsStored", theEndOfSetUpTokensIsStored),
        Case("tokensAreReadAsWritten", tokensAreReadAsWritten),
        Case("accessorsAndDigestsAreUnique", accessorsAndDigestsAreUnique),
        Case("liveTokensAreNeitherRevokedNorExpired", liveTokensAreNeitherRevokedNorExpired),
        Case("revokingEndsTheLiveTokensOfOneOwner", revokingEndsTheLiveTokensOfOneOwner),
        Case("aTokenIsRevokedByItsAccessorOnce", aTokenIsRevokedByItsAccessorOnce),
        Case("cleanUpDeletesEndedTokensUpToItsLimit", cleanUpDeletesEndedTokensUpToItsLimit),
        Case("extremeTimesAreKept", extremeTimesAreKept),
        Case("aFailingBodyIsRolledBack", aFailingBodyIsRolledBack),
        Case("errorsOfABodyAreRethrownUnchanged", errorsOfABodyAreRethrownUnchanged),
        Case("aConflictRollsBackTheTransaction", aConflictRollsBackTheTransaction),
        Case("aWriteReadsItsOwnChanges", aWriteReadsItsOwnChanges),
        Case("commitsAreVisibleToOtherConnections", commitsAreVisibleToOtherConnections),
        Case("concurrentReadModifyWritesLoseNoUpdate", concurrentReadModifyWritesLoseNoUpdate),
        Case("readsDoNotWaitForAWrite", readsDoNotWaitForAWrite),
        Case("textIsStoredByteForByte", textIsStoredByteForByte),
    ]
}
