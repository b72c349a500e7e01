"""The first day with a real account: are the credentials right, and does the upstream answer as we assume?"""
