#pragma once

/* Has libsodium keep the memory of its password hashes in huge pages from now on, where the kernel has them.
 *
 * Returns the number of places in libsodium that were changed: 0 where it is not a shared library of this process, or on a system of
 * another kind; hashes are then made in small pages. A second call changes nothing more. */
int huge_pages_for_password_hashes(void);
