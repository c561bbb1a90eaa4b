"""Where the business complained of was done (JR/T 0169-2018, dimension A); the codes are ours."""

from portal.filings.returns.codes import BUSINESS_CHANNELS as BUSINESS_CHANNELS
